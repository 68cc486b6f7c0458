"""The browser, the running server and the people of the browser tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.case import Played, play_case
from tests.browser.person import DESKTOP, Person
from tests.support.browser import find_browser, launch_arguments
from tests.support.fonts import has_chinese_font

BANLI = str(Path(sys.executable).with_name("banli"))
SignIn = Callable[[str], Person]
START_SECONDS = 60


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that can draw Chinese; `make test` installs both, or names the command that does."""
    path = find_browser()
    if path is None or not has_chinese_font():
        pytest.fail("A browser or a Chinese font is missing: run `.venv/bin/python scripts/prepare_tests.py`.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=launch_arguments())
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `banli serve` with the bundle and the demo office, in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run([BANLI, "demo", "seed"], env=_environment(home), check=True, capture_output=True, timeout=60)
    with _serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A server whose office has one topic archived and one just begun; its clock of jobs stands still."""
    home = tmp_path_factory.mktemp("played")
    case = play_case(home)
    with _serving(home, BANLI_JOBS="off") as found:
        yield Played(found, case)


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    """Signs a person of the demo office in, each in a browser context of their own."""
    with _desks(browser, address) as open_desk:
        yield open_desk


@pytest.fixture(scope="session")
def visit(browser: Browser, played: Played) -> Iterator[SignIn]:
    """The same for the played office; people stay signed in."""
    with _desks(browser, played.address) as open_desk:
        yield open_desk


@contextmanager
def _desks(browser: Browser, address: str) -> Iterator[SignIn]:
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
def _serving(home: Path, **more: str) -> Iterator[str]:
    port, log = _free_port(), home / "serve.log"
    environment = _environment(home, BANLI_PORT=str(port), **more)
    with (
        log.open("w") as output,
        subprocess.Popen([BANLI, "serve"], env=environment, stdout=output, stderr=output) as server,
    ):
        _wait_until_it_answers(port, server, log)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "BANLI_HOME": str(home), **more}


def _free_port() -> int:
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
    pytest.fail(f"the server did not start: {log.read_text()}")
