"""Completions in process: rate, percentiles, statements, bytes of state, and the ratio to a bare transaction."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select

from app.bootstrap import House
from app.persistence.tables import ru
from bench.bare import recorded, replay
from bench.office import ACTIVITIES, INSTANCES, Place, Timing, complete, deploy, house_on, open_tasks, start_cases
from tests.support.database import counted_statements

CLIENTS = (1, 4)


@dataclass
class Found:
    """What one database showed."""

    timings: dict[int, Timing]
    statements: list[int]
    state_bytes: int
    bare: list[float]

    @property
    def ratio(self) -> float:
        """A completion (one client, median) to a bare transaction of the same writes."""
        return statistics.median(self.timings[1].each) / statistics.median(self.bare)


def measure(place: Place) -> Found:
    """All figures of one database: every run begins with its own copy of the same one."""
    folder = place.folder / "home"
    original = place.new()
    with house_on(original, folder) as house:
        deploy(house)
        cases = start_cases(house, INSTANCES)
    url, copy, bare = original, place.copy(original), place.copy(original)
    timings = {}
    for clients in CLIENTS:
        with house_on(url, folder) as house:
            warm_up(house)
            timings[clients] = walk(house, cases, clients)
        url = place.copy(bare)
    with house_on(copy, folder) as house:
        warm_up(house)
        with recorded(house.store) as transactions, counted_statements(house.store) as seen:
            counts = [_count(house, task, number, seen) for number, task in _all_tasks(house, cases)]
        size = _state_bytes(house)
    with house_on(bare, folder) as house:
        warm_up(house)
    return Found(timings, counts, size, replay(place, bare, transactions))


def walk(house: House, cases: list[str], clients: int) -> Timing:
    """Bring the cases from the first activity to the last; what is timed is the completing alone."""
    timing = Timing(clients)
    for number in range(ACTIVITIES - 1):
        timing.run(partial(complete, house), open_tasks(house, cases), number)
    return timing


def warm_up(house: House) -> None:
    """Make statements and programs: the first completions of a process pay for them."""
    cases = start_cases(house, 4)
    for number in range(5):
        for task in open_tasks(house, cases):
            complete(house, task, number)


def _all_tasks(house: House, cases: list[str]) -> list[tuple[int, str]]:
    """The first open task of every case; each is completed once while it is recorded."""
    return list(enumerate(open_tasks(house, cases)))


def _count(house: House, task: str, number: int, seen: list[str]) -> int:
    before = len(seen)
    complete(house, task, number)
    return len(seen) - before


def _state_bytes(house: House) -> int:
    with house.store.backend.reading() as connection:
        return int(connection.execute(select(func.max(func.length(ru.instance.c.marking)))).scalar_one())
