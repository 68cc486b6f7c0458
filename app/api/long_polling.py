"""Long polls of workers: a request waits until a topic has work, holding neither a transaction nor a connection.

A new task wakes one poll, the one that waits longest; what it leaves it hands on to the next. What nobody tells of
(a lease that ran out, a task of another node) is found by one thread that looks once a second for all polls together;
the polls themselves sleep until they are woken.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from threading import Event, Lock, Thread
from typing import TypeVar

from app.domain.errors import BanliError
from app.domain.ports.door import Door
from app.domain.ports.notifier import Changes, Notifier
from app.domain.queries.common import Paging
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.values import SYSTEM

logger = logging.getLogger("banli.api")

T = TypeVar("T")

MAX_WAIT_MS = 1_800_000
"""Camunda's bound of `asyncResponseTimeout`."""
LOOK_EVERY = 1.0
"""Seconds between two looks at the table."""
MAX_POLLS = 500
"""Polls that may wait at once in one process: half of what the server parks (docs/adr/0016); Camunda's queue: 200."""


class TooManyPolls(BanliError):
    """The queue of waiting polls is full."""

    code = "too_many_polls"


class Poll:
    """One waiting request. `narrow` says that it does not take every task of its topics."""

    def __init__(self, topics: Collection[str], narrow: bool) -> None:
        self.topics = frozenset(topics)
        self.narrow = narrow
        self.woken = Event()


class LongPolls:
    """All waiting requests of this process, oldest first."""

    def __init__(self, engine: Door, notifier: Notifier, limit: int = MAX_POLLS) -> None:
        self._engine = engine
        self._limit = limit
        self._waiting: dict[Poll, None] = {}
        self._lock = Lock()
        self._watched = False
        self._closing = Event()
        notifier.subscribe(self._changed)

    def __len__(self) -> int:
        return len(self._waiting)

    def wait(self, poll: Poll, milliseconds: int, fetch: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        """What `fetch` finds first, or nothing when the time is over. Raises `TooManyPolls`."""
        end = time.monotonic() + milliseconds / 1000
        self._enter(poll)
        try:
            while poll.woken.wait(max(0.0, end - time.monotonic())):
                if self._closing.is_set():
                    return ()
                poll.woken.clear()
                found = fetch()
                if found:
                    return found
                self._rest(poll)
            return ()
        finally:
            self._leave(poll)

    def _enter(self, poll: Poll) -> None:
        with self._lock:
            if len(self._waiting) >= self._limit:
                raise TooManyPolls("等待任务的请求过多", f"At the moment {self._limit} requests wait; try again later")
            self._waiting[poll] = None
            if not self._watched:
                self._watched = True
                Thread(target=self._watch, name="banli-polls", daemon=True).start()
        # Work that came between the first fetch and now has woken nobody.
        poll.woken.set()

    def _leave(self, poll: Poll) -> None:
        """Go, and hand on: there may be more work than this poll took."""
        with self._lock:
            self._waiting.pop(poll, None)
        self._wake(poll.topics)

    def _rest(self, poll: Poll) -> None:
        """Nothing for a poll that takes everything is nothing for all; a narrow one hands on."""
        if poll.narrow:
            self._wake(poll.topics, behind=poll)

    def _wake(self, topics: Collection[str], behind: Poll | None = None) -> None:
        """Wake the oldest poll of every topic; one poll may serve several."""
        open_topics = set(topics)
        with self._lock:
            passed = behind is None
            for poll in self._waiting:
                if not passed:
                    passed = poll is behind
                elif poll.topics & open_topics:
                    open_topics -= poll.topics
                    poll.woken.set()
                if not open_topics:
                    return

    def _changed(self, changes: Changes) -> None:
        if changes.closing:
            self._go_home()
        elif changes.topics and self._waiting:
            self._wake(changes.topics)

    def _go_home(self) -> None:
        """The process stops: every poll ends with nothing."""
        self._closing.set()
        with self._lock:
            for poll in self._waiting:
                poll.woken.set()

    def _watch(self) -> None:
        """Look until nobody waits any more."""
        while not self._closing.wait(LOOK_EVERY):
            with self._lock:
                wanted = frozenset[str]().union(*(poll.topics for poll in self._waiting))
                self._watched = bool(wanted)
            if not wanted:
                return
            try:
                self._wake([topic for topic in sorted(wanted) if self._has_work(topic)])
            except BanliError as error:
                logger.warning("nobody looked for work of waiting polls: %s", error)

    def _has_work(self, topic: str) -> bool:
        free = ExternalTaskQuery(
            topics=(topic,), locked=False, with_retries=True, suspended=False, page=Paging(limit=1)
        )
        return bool(self._engine.ask(free, SYSTEM).rows)
