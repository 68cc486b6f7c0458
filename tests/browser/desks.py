"""A server of its own, and people who sign in to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.person import DESKTOP, Person

SignIn = Callable[[str], Person]
BANLI = (sys.executable, "-m", "app.cli")
"""The command of this very tree, whichever is installed."""
START_SECONDS = 60


@contextmanager
def desks(browser: Browser, address: str) -> Iterator[SignIn]:
    """Opens one browser context for each person who signs in, and closes them all."""
    people: dict[str, Person] = {}

    def open_desk(user_id: str) -> Person:
        if user_id not in people:
            context = browser.new_context(
                base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESKTOP
            )
            people[user_id] = Person(context.new_page(), user_id)
            people[user_id].sign_in()
        return people[user_id]

    yield open_desk
    for person in people.values():
        person.page.context.close()


@contextmanager
def serving(home: Path, **more: str) -> Iterator[str]:
    """`banli serve` of that home on a free port, with more settings; yields its address."""
    port, log = free_port(), home / "serve.log"
    environment = environment_of(home, BANLI_PORT=str(port), **more)
    with (
        log.open("w") as output,
        subprocess.Popen([*BANLI, "serve"], env=environment, stdout=output, stderr=output) as server,
    ):
        _wait_until_it_answers(port, server, log)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """The environment of a command for that home."""
    return {**os.environ, "BANLI_HOME": str(home), **more}


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"the server did not start: {log.read_text()}")
