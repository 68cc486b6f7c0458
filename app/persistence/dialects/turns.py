"""A first-come-first-served lock: the one SQLite writer's queue."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import Unavailable


class Turns:
    """Threads write one after the other, in the order they came; nobody starves (measured: a bare lock is unfair)."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn. Raises `Unavailable` after `timeout` seconds, RuntimeError where the thread has it already."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._holder is None:
                self._holder = me
                return
            if self._holder == me:
                raise RuntimeError("a transaction is already open in this thread")
            ticket = threading.Event()
            self._waiting.append(ticket)
        if not ticket.wait(self._timeout):
            self._give_up(ticket)
        self._holder = me

    def _give_up(self, ticket: threading.Event) -> None:
        with self._guard:
            if ticket.is_set():
                return
            self._waiting.remove(ticket)
        raise Unavailable("数据库繁忙，请稍后重试", "the database is busy: no turn to write in time")

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                # The turn is handed over, never freed: a newcomer cannot slip in between.
                self._holder = 0
                self._waiting.popleft().set()
            else:
                self._holder = None
