"""Random processes through the whole engine on a database agree with the reference at every step.

After every step everything in memory is thrown away: engine, programs, evaluators, notifier; now and then the
connections too. What is kept, the connections and the frozen model of a file, knows nothing of any case. Only the
database remembers it; at the end the stored case must be the fold of its history.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.definitions import read_bpmn
from app.domain.commands.instance import CorrelateMessage
from app.domain.commands.task import CompleteTask
from app.domain.records import UserTask
from tests.support.engine_driver import Office
from tests.support.history import faults, read_case
from tests.support.random_paths import CASES, RandomPath, Record, chunks, play_all

RECONNECT = 0.03
"""Share of the steps before which the database is opened anew as well: that costs several steps."""


def play(path: RandomPath, office: Office) -> int:
    """One process, one random path, compared after each move; returns the number of moves."""
    office.deploy(path.process.content)
    instance = office.start("p", **path.process.variables)
    done: Counter[str] = Counter()
    tasks = _agreed(path, office, instance, "at the start")
    for move in path.moves():
        office.forget() if path.choice.random() > RECONNECT else office.restart()
        if move.is_event:
            office.execute(CorrelateMessage("m_" + move.element.removesuffix("_event"), instance_id=instance))
        else:
            task = path.choice.choice([task for task in tasks if task.element_id == move.element])
            office.execute(CompleteTask(task.id, move.variables))
        done[move.element] += 1
        tasks = _agreed(path, office, instance, f"after move {done.total()}, {move}")
    case = read_case(office.store, instance)
    assert (case.instance["ended_at"] is not None) == path.reference.over
    assert case.finished == Counter({element: n for element, n in done.items() if not element.endswith("_event")})
    assert faults(case) == []
    return done.total()


def _agreed(path: RandomPath, office: Office, instance: str, when: str) -> tuple[UserTask, ...]:
    """The open tasks of the instance, after they were compared with the reference."""
    tasks = office.tasks(instance)
    assert sorted(task.element_id for task in tasks) == path.reference.open(), when
    return tasks


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the machine has one: this test is about restarts, not about disks."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(prefix="banli-", dir=shared) as name:
        yield Path(name)


@pytest.fixture(autouse=True)
def models_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading XML takes half of a step; its result is frozen and the same each time. Programs are made anew."""
    monkeypatch.setattr("app.engine.programs.read_bpmn", lru_cache(4)(read_bpmn))


@pytest.mark.parametrize("seeds", chunks(CASES, 100), ids=str)
def test_the_engine_on_sqlite_agrees_with_the_reference(seeds: range, folder: Path, record_property: Record) -> None:
    with Office(folder) as office:
        play_all(seeds, lambda path: play(path, office), record_property)


@pytest.mark.postgres
@pytest.mark.parametrize("seeds", chunks(max(CASES // 10, 1), 50), ids=str)
def test_the_engine_on_postgresql_agrees_with_the_reference(
    seeds: range, tmp_path: Path, postgres_url: str, record_property: Record
) -> None:
    with Office(tmp_path, url=postgres_url) as office:
        play_all(seeds, lambda path: play(path, office), record_property)
