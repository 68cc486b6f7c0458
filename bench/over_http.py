"""Completions over HTTP, alone and beside live streams and parked long polls."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.bootstrap import House
from app.domain.commands.identity import AddGroup, AddUser
from app.domain.values import SYSTEM, Right
from bench.office import ACTIVITIES, INSTANCES, Place, Timing, deploy, house_on, start_cases
from bench.parked import Parked
from tests.support.banli_serve import Api, served

CLIENTS = (1, 4)
STREAMS = POLLS = 500
PEOPLE = 10
"""Who looks at the streams; one of them holds the post the tasks are offered to."""
PASSWORD = "bench-password-1"
CASES = 100
WARMING, MEASURED = 3, 12
"""Rounds over all cases, alone and beside the parked ones."""
QUIET_S = 0.5
"""Between rounds: what one server still tells its streams does not slow the other."""


@dataclass
class Waiting:
    """One measurement alone, one beside those who wait."""

    alone: Timing
    beside: Timing
    alive: int
    """Streams and polls that still waited at the end."""
    told: int
    """Bytes the streams were sent meanwhile."""

    @property
    def ratio(self) -> float:
        """p99 beside to p99 alone."""
        return self.beside.percentile(99) / self.alone.percentile(99)


def completions(place: Place) -> dict[int, Timing]:
    """Completions with one and four clients."""
    url, found = _prepared(place), {}
    for clients in CLIENTS:
        with served(place.copy(url), place.folder / "home") as server:
            found[clients] = _measured(server.api, ACTIVITIES - WARMING - 2, clients)
    return found


def beside_waiting(place: Place) -> Waiting:
    """Completions of four clients with 500 streams and 500 polls parked on the same node, and the same without.

    Two servers take turns, round by round, so that other work on the machine slows both alike.
    """
    url = _prepared(place, CASES)
    home = place.folder / "home"
    with served(place.copy(url), home) as alone, served(place.copy(url), home) as beside:
        parked = Parked(beside.api.port)
        cookies = [beside.api.sign_in(f"person{number}", PASSWORD) for number in range(PEOPLE)]
        for number in range(STREAMS):
            parked.stream(cookies[number % PEOPLE])
            parked.poll(f"worker{number}", "nothing")
        timings = _in_turns((alone.api, beside.api), MEASURED)
        alive, told = parked.alive, parked.bytes_read
        parked.close()
    return Waiting(timings[0], timings[1], alive, told)


def _in_turns(apis: tuple[Api, ...], rounds: int) -> list[Timing]:
    timings = [Timing(4) for _ in apis]
    for number in range(WARMING + rounds):
        for api, timing in zip(apis, timings, strict=True):
            if number == WARMING:
                timing.forget()
            timing.run(api.complete, api.open_tasks(), number)
            time.sleep(QUIET_S)
    return timings


def _measured(api: Api, rounds: int, clients: int) -> Timing:
    timing = Timing(clients)
    for number in range(WARMING + rounds):
        if number == WARMING:
            timing.forget()
        timing.run(api.complete, api.open_tasks(), number)
    return timing


def _prepared(place: Place, cases: int = INSTANCES) -> str:
    url = place.new()
    with house_on(url, place.folder / "home") as house:
        deploy(house)
        start_cases(house, cases)
        _people(house)
    return url


def _people(house: House) -> None:
    """Clerks who may look; the first one is a candidate of every task."""
    house.engine.execute(AddGroup("clerks", "Clerks"), SYSTEM)
    hashed = house.passwords.hash(PASSWORD)
    for number in range(PEOPLE):
        person = AddUser(
            f"person{number}",
            f"Person {number}",
            frozenset({Right.CLERK}),
            ("clerks",) if number == 0 else (),
            password_hash=hashed,
            must_change_password=False,
        )
        house.engine.execute(person, SYSTEM)
