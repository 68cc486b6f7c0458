"""`banli serve` itself, killed with -9 while its clients complete tasks over HTTP."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from app.bootstrap import open_house
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.values import SYSTEM
from app.persistence.store import SqlStore
from app.settings import load_settings
from tests.support.banli_serve import Api, served
from tests.support.bpmn_builder import bpmn, chain, end, start, user
from tests.support.history import faults, read_case

pytestmark = pytest.mark.chaos
T = TypeVar("T")
STEPS, CLIENTS = 25, 2
PATIENCE = 60.0
IDS = [f"t{number}" for number in range(STEPS)]
LONG = bpmn("long", start("s"), *(user(id) for id in IDS), end("e"), *chain("s", *IDS, "e"))


def insist(ask: Callable[[], T]) -> T:
    """Ask until somebody answers."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except ConnectionError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def walk(api: Api, instance: str) -> set[str]:
    """Complete one task after the other; returns the ids whose completion was acknowledged."""
    acknowledged: set[str] = set()
    while tasks := insist(lambda: api.open_tasks(f"processInstanceId={instance}")):
        try:
            api.complete(tasks[0], len(acknowledged))
        except ConnectionError:
            continue  # done or not: the list of open tasks tells
        acknowledged.add(tasks[0])
    return acknowledged


def test_what_was_acknowledged_over_http_is_there_once(url: str, store: SqlStore, tmp_path: Path) -> None:
    with open_house(load_settings({"BANLI_HOME": str(tmp_path), "BANLI_DATABASE_URL": url})) as house:
        house.engine.execute(Deploy("test", (("long.bpmn", LONG),)), SYSTEM)
        cases = [house.engine.execute(StartInstance(key="long"), SYSTEM).id for _ in range(CLIENTS)]
    with served(url, tmp_path) as server, ThreadPoolExecutor(CLIENTS) as pool:
        walks = [pool.submit(walk, server.api, case) for case in cases]
        time.sleep(0.15)
        server.kill()
        server.start()
        acknowledged = [each.result() for each in walks]
    for case, known in zip((read_case(store, id) for id in cases), acknowledged, strict=True):
        assert faults(case) == []
        assert case.finished == Counter(IDS)
        assert known <= {row["id"] for row in case.tasks if row["end_reason"] == "completed"}
