"""Long polls: one wake-up for one task, handed on, and nothing waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from app.api import long_polling
from app.api.long_polling import LongPolls, Poll, TooManyPolls
from app.domain.errors import Unavailable
from app.domain.ports.door import Door
from app.domain.ports.notifier import Changes
from app.domain.values import Page
from app.jobs.notifier import LocalNotifier


class Table:
    """Free tasks of one topic, taken one at a time; counts how often it is asked."""

    def __init__(self) -> None:
        self.free: list[str] = []
        self.asked = 0
        self.lock = threading.Lock()

    def fetch(self, wanted: Callable[[str], bool] = lambda task: True) -> tuple[str, ...]:
        with self.lock:
            self.asked += 1
            found = next((task for task in self.free if wanted(task)), None)
            if found is None:
                return ()
            self.free.remove(found)
            return (found,)

    def ask(self, query: Any, actor: Any) -> Page[str]:
        return Page(tuple(self.free))


class Hall:
    """Polls on threads, on a table."""

    def __init__(self, limit: int = 10) -> None:
        self.table = Table()
        self.notifier = LocalNotifier()
        self.polls = LongPolls(cast(Door, self.table), self.notifier, limit)
        self.found: list[str] = []
        self.threads: list[threading.Thread] = []

    def enter(self, wait_ms: int = 10_000, wanted: Callable[[str], bool] | None = None) -> None:
        waiting = len(self.polls)

        def run() -> None:
            fetch = (lambda: self.table.fetch(wanted)) if wanted else self.table.fetch
            self.found.extend(self.polls.wait(Poll(["t"], wanted is not None), wait_ms, fetch))

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()
        _until(lambda: len(self.polls) > waiting)

    def tell(self, *tasks: str) -> None:
        self.table.free.extend(tasks)
        self.notifier.publish(Changes(topics=frozenset({"t"})))

    def join(self) -> None:
        for thread in self.threads:
            thread.join(15)
            assert not thread.is_alive()


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr(long_polling, "LOOK_EVERY", 60.0)
    made = Hall()
    yield made
    made.join()


def test_one_task_wakes_one_poll(hall: Hall) -> None:
    for _ in range(5):
        hall.enter()
    time.sleep(0.1)
    before = hall.table.asked
    hall.tell("a")
    _until(lambda: hall.found == ["a"])
    time.sleep(0.1)
    assert hall.table.asked - before <= 2, "the one that took it, and the one it handed on to"
    hall.tell("b", "c", "d", "e")
    hall.join()
    assert sorted(hall.found) == ["a", "b", "c", "d", "e"]


def test_a_poll_that_takes_not_everything_hands_on(hall: Hall) -> None:
    hall.enter(300, lambda task: False)
    hall.enter()
    time.sleep(0.05)
    hall.tell("a")
    hall.join()
    assert hall.found == ["a"]


def test_work_of_before_is_found_at_once_and_waiting_ends_in_time(hall: Hall) -> None:
    hall.table.free.append("early")
    assert hall.polls.wait(Poll(["t"], False), 10_000, hall.table.fetch) == ("early",)
    started = time.monotonic()
    assert hall.polls.wait(Poll(["t"], False), 50, hall.table.fetch) == ()
    assert time.monotonic() - started < 5
    assert len(hall.polls) == 0


def test_what_nobody_tells_of_is_found_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_polling, "LOOK_EVERY", 0.05)
    hall = Hall()
    hall.enter()
    time.sleep(0.1)
    hall.table.free.append("freed")
    hall.join()
    assert hall.found == ["freed"]


def test_sleeping_polls_ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_polling, "LOOK_EVERY", 0.02)
    hall = Hall()
    for _ in range(5):
        hall.enter(wait_ms=400)
    hall.join()
    assert hall.table.asked <= 2 * 5 + 1, "when they came, and when one before them left"


def test_looking_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_polling, "LOOK_EVERY", 0.02)
    hall, failures = Hall(), iter([True, True])

    def ask(query: Any, actor: Any) -> Page[str]:
        if next(failures, False):
            raise Unavailable("数据库暂时不可用", "the database does not answer")
        return Page(tuple(hall.table.free))

    monkeypatch.setattr(hall.table, "ask", ask)
    hall.enter()
    time.sleep(0.01)
    hall.table.free.append("freed")
    hall.join()
    assert hall.found == ["freed"]


def test_polls_go_home_when_the_process_stops(hall: Hall) -> None:
    hall.enter()
    hall.notifier.publish(Changes(closing=True))
    hall.join()
    assert hall.found == []


def test_the_queue_has_an_end() -> None:
    hall = Hall(limit=0)
    with pytest.raises(TooManyPolls):
        hall.polls.wait(Poll(["t"], False), 1000, hall.table.fetch)


def test_a_poll_whose_fetch_fails_hands_on(hall: Hall) -> None:
    def fail() -> tuple[str, ...]:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        hall.polls.wait(Poll(["t"], False), 1000, fail)
    assert len(hall.polls) == 0


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
