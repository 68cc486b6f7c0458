"""An office whose days go by when the test says so, and the people at its desks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.desks import SignIn, desks, free_port
from tests.browser.office_server import READY
from tests.browser.person import Person
from tests.support.demo_office import moment

MODULE = "tests.browser.office_server"


class TimedOffice:
    """Its server runs in a process of its own; who was at work before time went by signs in anew."""

    def __init__(self, server: subprocess.Popen[str], sign_in: SignIn, begin: datetime) -> None:
        self._server = server
        self._sign_in = sign_in
        self._now = begin
        self._away: set[str] = set()
        self._here: set[str] = set()

    def desk(self, user_id: str) -> Person:
        """The person at a desk of their own."""
        person = self._sign_in(user_id)
        if user_id in self._away:
            person.sign_in()
        self._away.discard(user_id)
        self._here.add(user_id)
        # Their browser shows the office's time, as its clock on the wall does.
        person.page.clock.set_fixed_time(self._now)
        return person

    def go_to(self, text: str) -> None:
        """Let time pass until ``2026-09-24 08:50``; everything due by then is done."""
        self._now = moment(text)
        assert self._server.stdin is not None
        print(self._now.isoformat(), file=self._server.stdin, flush=True)
        hear(self._server, self._now.isoformat())
        # A session ends after half an hour without work.
        self._away |= self._here


@contextmanager
def timed_office(browser: Browser, home: Path, begin: datetime) -> Iterator[TimedOffice]:
    """The demo office with the whole bundle; its clock stands at `begin`."""
    port, log = free_port(), home / "office.log"
    command = [sys.executable, "-m", MODULE, str(home), str(port), begin.isoformat()]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        hear(server, READY)
        with desks(browser, f"http://127.0.0.1:{port}") as sign_in:
            yield TimedOffice(server, sign_in, begin)
        server.communicate()


def hear(server: subprocess.Popen[str], word: str) -> None:
    """Wait until the server says it. Raises `RuntimeError` where it says something else, or ended."""
    assert server.stdout is not None
    said = server.stdout.readline().strip()
    if said != word:
        raise RuntimeError(f"the office's server said {said!r}, not {word!r}: see office.log in its home")
