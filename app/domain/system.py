"""The machine's own clock and ids: what `Clock` and `IdGenerator` are outside of tests and demonstrations."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)


class DatabaseClock:
    """The database's time, for several nodes on one database: the machine's plus a difference measured now and then."""

    def __init__(self, every: timedelta = timedelta(minutes=1)) -> None:
        self._every = every.total_seconds()
        self._ask: Callable[[], datetime] | None = None
        self._difference = timedelta()
        self._measured = -self._every
        self._lock = Lock()

    def follow(self, ask: Callable[[], datetime]) -> None:
        """Take the database's time from `ask`; before that, it is the machine's."""
        self._ask = ask

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        if self._ask is not None and time.monotonic() - self._measured >= self._every and self._lock.acquire(False):
            try:
                self._measured = time.monotonic()
                before = datetime.now(UTC)
                theirs = self._ask()
                self._difference = theirs - (before + (datetime.now(UTC) - before) / 2)
            finally:
                self._lock.release()
        return datetime.now(UTC) + self._difference


class UuidGenerator:
    """UUIDs of version 7 (RFC 9562): sortable by time of creation, within one process strictly."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = Lock()

    def new(self) -> str:
        """A new id as text."""
        # 48 bits of milliseconds and 12 bits below them make one growing number; the rest is chance.
        ticks = time.time_ns() * 4096 // 1_000_000
        with self._lock:
            self._last = max(ticks, self._last + 1)
            ticks = self._last
        chance = int.from_bytes(os.urandom(8), "big") >> 2
        number = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62 | chance
        return str(uuid.UUID(int=number))
