"""The server is killed with -9 while people and workers complete tasks; nothing is lost, nothing happens twice.

Every call carries an idempotency key and is repeated until it is acknowledged, as a careful client does. Each case is
a loop; every turn counts one up, through a person, an asynchronous continuation and a worker. So the history of a case
must show the turns 1, 2, 3, ... exactly once each, whatever was cut off in between.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.commands import Command
from app.domain.commands.deployment import Deploy
from app.domain.commands.external_task import CompleteExternalTask, FetchAndLock, TopicRequest
from app.domain.commands.instance import StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.values import SYSTEM, Actor, Right
from app.persistence.store import SqlStore
from app.persistence.tables import ru
from tests.support.bpmn_builder import bpmn, chain, end, exclusive, flow, service, start, user
from tests.support.history import Case, faults, read_case
from tests.support.random_paths import Record
from tests.support.server_process import Nursery, Refused, Server, Unacknowledged

pytestmark = pytest.mark.chaos
WORKER = Actor("worker", frozenset({Right.WORKER}))
CLIENTS, TURNS, KILLS = 3, 8, 5
PATIENCE = 60.0

LOOP = bpmn(
    "loop",
    start("s"),
    exclusive("again"),
    user("count", async_after=True),
    service("work", topic="work"),
    exclusive("done", default="done_again"),
    end("e"),
    *chain("s", "again", "count", "work", "done"),
    flow("done", "e", f"${{turn >= {TURNS}}}"),
    flow("done", "again", id="done_again"),
)


@dataclass
class Clients:
    """Who works with the server, and what they know to be done."""

    server: Server
    store: SqlStore
    acknowledged: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def insist(self, key: str, command: Command, actor: Actor = SYSTEM) -> Any:
        """Send a command until it is acknowledged."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                answer = self.server.execute(command, actor, key)
            except Unacknowledged:
                self.repeated += 1
                time.sleep(0.02)
            else:
                self.acknowledged[key] += 1
                return answer
        raise AssertionError(f"no answer to {key}")

    def one_case(self, number: int) -> str:
        """Start a case and do what its person has to do, to its end."""
        instance: str = self.insist(f"start {number}", StartInstance(key="loop", variables={"turn": 0})).id
        done: set[str] = set()
        for turn in range(1, TURNS + 1):
            task = self._next_task(instance, done)
            done.add(task)
            self.insist(f"complete {instance} {turn}", CompleteTask(task, {"turn": turn}))
        return instance

    def work(self) -> None:
        """Be the worker, until all is over; a claim that was cut off comes back when its short lease ends."""
        while not self.over.is_set():
            try:
                tasks = self.server.execute(FetchAndLock("w", 10, (TopicRequest("work", 500),)), WORKER)
            except Unacknowledged:
                tasks = ()
            for locked in tasks:
                command = CompleteExternalTask(locked.task.id, "w", {"worked": locked.task.id}, token=locked.task.token)
                try:
                    self.insist(f"work {locked.task.id}", command, WORKER)
                except Refused as refused:
                    assert refused.code in {"lock_lost", "not_found"}, refused
            self.over.wait(0.02)

    def _next_task(self, instance: str, done: set[str]) -> str:
        mine = (ru.task.c.instance_id == instance) & ru.task.c.ended_at.is_(None)
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            with self.store.backend.reading() as connection:
                found = set(connection.execute(select(ru.task.c.id).where(mine)).scalars()) - done
            if found:
                task_id: str = found.pop()
                return task_id
            time.sleep(0.01)
        raise AssertionError(f"{instance} does not go on")


def test_nothing_is_lost_and_nothing_happens_twice(
    nursery: Nursery, url: str, store: SqlStore, tmp_path: Path, record_property: Record
) -> None:
    choice = random.Random(7)  # noqa: S311 # reproducible on purpose
    with Server(nursery, tmp_path, url) as server:
        server.execute(Deploy("test", (("loop.bpmn", LOOP),)))
        clients = Clients(server, store)
        with _working(clients), ThreadPoolExecutor(CLIENTS) as pool:
            cases = [pool.submit(clients.one_case, number) for number in range(CLIENTS)]
            for _ in range(KILLS):
                time.sleep(choice.uniform(0.05, 0.4))
                server.restart()
            instances = [case.result() for case in cases]
            _all_ended(store, instances)
    for instance in instances:
        _check(read_case(store, instance), clients)
    record_property(
        "says", f"{KILLS} kills, {clients.repeated} calls repeated, {clients.acknowledged.total()} answered"
    )


def _check(case: Case, clients: Clients) -> None:
    assert faults(case) == []
    assert case.finished == Counter(count=TURNS)
    log = [row for row in sorted(case.details, key=lambda row: int(row["seq"])) if row["name"] == "turn"]
    assert [row["text_value"] for row in log] == [str(turn) for turn in range(TURNS + 1)]
    worked = [row["text_value"] for row in case.details if row["name"] == "worked"]
    assert len(worked) == len(set(worked)) == TURNS
    known = {key for key in clients.acknowledged if case.instance["id"] in key}
    assert len(known) == TURNS


def _all_ended(store: SqlStore, instances: list[str]) -> None:
    give_up = time.monotonic() + PATIENCE
    left = select(ru.instance.c.id).where(ru.instance.c.id.in_(instances), ru.instance.c.ended_at.is_(None))
    while time.monotonic() < give_up:
        with store.backend.reading() as connection:
            if not connection.execute(left).first():
                return
        time.sleep(0.02)
    raise AssertionError("not every case came to its end")


@contextmanager
def _working(clients: Clients) -> Iterator[None]:
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(clients.work)
        try:
            yield
        finally:
            clients.over.set()
        worker.result()
