"""The house under measurement: a process of twenty activities with ten variables and full history, and its people."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from app.bootstrap import House, open_house
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.values import SYSTEM, Actor, Right
from app.persistence.tables import ru
from app.settings import load_settings
from tests.support.bpmn_builder import bpmn, chain, end, start, user
from tests.support.postgres import Postgres, running_postgres

ACTIVITIES, VARIABLES, INSTANCES = 20, 10, 25
CLERK = Actor("li", frozenset({Right.CLERK}), frozenset({"clerks"}))
_IDS = [f"step_{number}" for number in range(ACTIVITIES)]
PROCESS = bpmn(
    "twenty",
    start("s"),
    *(user(id, candidate_groups="clerks", due_date="P1D") for id in _IDS),
    end("e"),
    *chain("s", *_IDS, "e"),
)
FIRST_VALUES = {f"v{number}": f"value {number}" for number in range(VARIABLES)}


@dataclass
class Place:
    """One kind of database: where new ones are made, and how they are copied."""

    name: str
    folder: Path
    postgres: Postgres | None = None
    _count: int = field(default=0)

    def new(self) -> str:
        """The address of an empty database."""
        if self.postgres is not None:
            return self.postgres.url(self.postgres.create_database())
        self._count += 1
        return f"sqlite:///{self.folder}/{self._count}/banli.db"

    def copy(self, url: str) -> str:
        """The address of a copy; nobody may be connected to the original."""
        if self.postgres is not None:
            name = url.rpartition("/")[2] if "?" not in url else url.split("?")[0].rpartition("/")[2]
            return self.postgres.url(self.postgres.create_database(template=name))
        source, target = url.removeprefix("sqlite:///"), self.new()
        copied = Path(target.removeprefix("sqlite:///"))
        copied.parent.mkdir(parents=True)
        shutil.copy(source, copied)
        return target


@contextmanager
def places(folder: Path) -> Iterator[tuple[Place, ...]]:
    """SQLite on this machine's disk, and a PostgreSQL that keeps its promises (fsync on, through a unix socket)."""
    with running_postgres(options=()) as postgres:
        yield Place("SQLite", folder), Place("PostgreSQL", folder, postgres)


@contextmanager
def house_on(url: str, folder: Path) -> Iterator[House]:
    """A whole house without background threads."""
    with open_house(
        load_settings({"BANLI_HOME": str(folder), "BANLI_DATABASE_URL": url, "BANLI_JOBS": "off"})
    ) as house:
        yield house


def start_cases(house: House, count: int, key: str = "twenty") -> list[str]:
    """Start so many cases with ten variables each; their ids."""
    commands = [StartInstance(key=key, business_key=str(number), variables=FIRST_VALUES) for number in range(count)]
    return [house.engine.execute(command, SYSTEM).id for command in commands]


def deploy(house: House, content: bytes = PROCESS) -> None:
    """Put the process into the database."""
    house.engine.execute(Deploy("bench", (("bench.bpmn", content),)), SYSTEM)


def open_tasks(house: House, cases: Sequence[str]) -> list[str]:
    """The ids of the open tasks of cases."""
    mine = ru.task.c.instance_id.in_(cases) & ru.task.c.ended_at.is_(None)
    with house.store.backend.reading() as connection:
        return list(connection.execute(select(ru.task.c.id).where(mine).order_by(ru.task.c.instance_id)).scalars())


def complete(house: House, task_id: str, number: int) -> None:
    """One completion: two of the ten variables change."""
    house.engine.execute(CompleteTask(task_id, {"v1": f"changed {number}", "v2": number}), CLERK)


class Timing:
    """Seconds of each call, and of the whole; `clients` threads that live as long as the timing share the calls."""

    def __init__(self, clients: int) -> None:
        self.each: list[float] = []
        self.wall = 0.0
        self._clients = clients
        self._pool = ThreadPoolExecutor(clients)

    @property
    def rate(self) -> float:
        """Calls per second."""
        return len(self.each) / self.wall

    def percentile(self, percent: float) -> float:
        """Milliseconds that so many percent of the calls stayed under."""
        ordered = sorted(self.each)
        return 1000 * ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]

    def forget(self) -> None:
        """What was measured so far was warming up."""
        self.each, self.wall = [], 0.0

    def run(self, act: Callable[[str, int], None], tasks: Sequence[str], number: int) -> None:
        """Do all tasks."""

        def work(share: Sequence[str]) -> list[float]:
            return [_timed(act, task, number) for task in share]

        begin = time.perf_counter()
        for times in list(self._pool.map(work, [tasks[client :: self._clients] for client in range(self._clients)])):
            self.each.extend(times)
        self.wall += time.perf_counter() - begin


def _timed(act: Callable[[str, int], None], task: str, number: int) -> float:
    begin = time.perf_counter()
    act(task, number)
    return time.perf_counter() - begin
