"""Random processes on the whole engine: live, with a restart before every step, and on the reference, all alike.

Gateways, loops with forks inside, sub-processes, boundary events, event sub-processes, races, multi-instance, calls,
and workers that stumble. After every move the open tasks, the open work and the awaited messages are the same, each
with its loop counters. Before each move the restarted one loses everything in memory: engine, programs, evaluators,
notifier; now and then the connections too. At the end the stored case must be the fold of its history.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.definitions import read_bpmn
from tests.support.block_diagram import diagram
from tests.support.block_engine import EngineCase
from tests.support.block_reference import Reference
from tests.support.blocks import ENGINE_KINDS, random_tree
from tests.support.engine_driver import Office
from tests.support.random_paths import CASES, Record, chunks, play_all

RECONNECT = 0.03
"""Share of the steps before which the database is opened anew as well: that costs several steps."""
MAX_MOVES = 150


def play(seed: int, live: Office, restarted: Office) -> int:
    """One process, one random way through it, compared after each move; returns the number of moves."""
    tree = random_tree(seed, ENGINE_KINDS, depth=4)
    content, reference = diagram(tree), Reference(tree)
    chance = random.Random(seed + 1)  # noqa: S311 # reproducible on purpose
    cases = []
    for office in (live, restarted):
        office.deploy(content)
        cases.append(EngineCase(office, "random"))
    for count in range(MAX_MOVES):
        for case, name in zip(cases, ("live", "restarted"), strict=True):
            assert case.offers() == reference.offers(), f"{name}, after move {count}"
            assert case.ended == reference.ended, f"{name}, after move {count}"
        if reference.ended:
            break
        move = reference.choose(chance)
        restarted.restart() if chance.random() < RECONNECT else restarted.forget()
        for case in cases:
            case.apply(move)
        reference.apply(move)
    for case in cases:
        assert case.faults() == []
    return count


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
    (folder / "live").mkdir()
    (folder / "restarted").mkdir()
    with Office(folder / "live") as live, Office(folder / "restarted") as restarted:
        play_all(seeds, lambda seed: play(seed, live, restarted), record_property)


@pytest.mark.postgres
@pytest.mark.parametrize("seeds", chunks(max(CASES // 10, 1), 50), ids=str)
def test_the_engine_on_postgresql_agrees_with_the_reference(
    seeds: range, tmp_path: Path, postgres_url: str, record_property: Record
) -> None:
    """The live one stays on SQLite, so that the two databases are compared as well."""
    (tmp_path / "live").mkdir()
    with Office(tmp_path / "live") as live, Office(tmp_path, url=postgres_url) as restarted:
        play_all(seeds, lambda seed: play(seed, live, restarted), record_property)
