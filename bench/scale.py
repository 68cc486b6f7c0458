"""What is large: parallel children of one activity, definitions, timers. Each figure says whether a cost stays flat."""

from __future__ import annotations

import gc
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from app.bootstrap import House, node_name
from app.definitions import read_bpmn
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.model.process import ProcessModel
from app.domain.values import SYSTEM
from app.interpreter import TokenInterpreter
from app.interpreter.program import Program
from app.jobs.executor import JobExecutor
from app.jobs.ticker import Ticker
from app.persistence.tables import ru
from bench.office import Place, Timing, complete, deploy, house_on, open_tasks, start_cases
from tests.support.bpmn_builder import bpmn, catch, chain, end, multi, start, timer, user

CHILDREN = (100, 1_000, 10_000)
COMPLETED = 1_000
"""Up to so many children all are completed."""
SAMPLES = 20
NODES, DEFINITIONS = 1_000, 500
TIMERS, DUE = 100_000, 10_000
IDLE_S = 10.0
ROUNDS = 9


@dataclass
class Children:
    """Seconds for one parallel activity of so many instances."""

    opening: float
    first: float
    """A completion while nearly all wait."""
    last: float | None
    """A completion while nearly all are done; None where reaching that would take too long."""


def children(place: Place, count: int) -> Children:
    """Open, then complete the first few and, of not too many, all up to the last few."""
    body = multi(cardinality=f"${{{count}}}")
    with house_on(place.new(), place.folder / "home") as house:
        deploy(house, bpmn("twenty", start("s"), user("a", body, candidate_groups="clerks"), end("e"), *chain(*"sae")))
        begin = time.perf_counter()
        cases = start_cases(house, 1)
        opening = time.perf_counter() - begin
        tasks = open_tasks(house, cases)
        first = [_timed(house, task) for task in tasks[:SAMPLES]]
        if count > COMPLETED:
            return Children(opening, statistics.median(first), None)
        for task in tasks[SAMPLES:-SAMPLES]:
            house.engine.execute(CompleteTask(task), SYSTEM)
        last = [_timed(house, task) for task in tasks[-SAMPLES:-1]]
    return Children(opening, statistics.median(first), statistics.median(last))


def _timed(house: House, task: str) -> float:
    begin = time.perf_counter()
    house.engine.execute(CompleteTask(task), SYSTEM)
    return time.perf_counter() - begin


@dataclass
class Definitions:
    """Seconds to read and compile one large definition, megabytes of many small ones."""

    reading: float
    megabytes: float


def definitions() -> Definitions:
    """A row of 1,000 nodes; 500 different processes of 20."""
    begin = time.perf_counter()
    _compiled("large", NODES)
    reading = time.perf_counter() - begin
    gc.collect()
    before = _resident()
    kept = [_compiled(f"p{number}", 20) for number in range(DEFINITIONS)]
    gc.collect()
    megabytes = _resident() - before
    assert len(kept) == DEFINITIONS
    return Definitions(reading, megabytes)


def _compiled(key: str, nodes: int) -> tuple[ProcessModel, Program]:
    ids = [f"{key}_{number}" for number in range(nodes - 2)]
    tasks = [user(id, candidate_groups="clerks", due_date="P1D") for id in ids]
    model = read_bpmn(bpmn(key, start("s"), *tasks, end("e"), *chain("s", *ids, "e")), "bench.bpmn").processes[0]
    return model, TokenInterpreter().compile(model)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@dataclass
class Timers:
    """A house full of timers."""

    idle: float
    """Share of one core with nothing due."""
    alone: Timing
    draining: Timing
    drained: float
    """Seconds until all that were due had fired, beside the completions."""


def timers(place: Place) -> Timers:
    """100,000 wait, 10,000 of them (real cases; the others are rows of jobs) fall due at once."""
    with house_on(place.new(), place.folder / "home") as house:
        deploy(house)
        cases = start_cases(house, 25)
        _start_timers(house)
        gc.collect()
        gc.freeze()  # As `banli serve` does.
        idle = _idle(house)
        alone, draining = Timing(1), Timing(1)
        for number in range(ROUNDS):
            alone.run(lambda task, round_: complete(house, task, round_), open_tasks(house, cases), number)
        with house.store.backend.writing() as connection:
            soon = house.clock.now() + timedelta(days=2)
            connection.execute(update(ru.job).where(ru.job.c.due_at < soon).values(due_at=house.clock.now()))
        with _drain(house) as drained:
            for number in range(ROUNDS):
                draining.run(lambda task, round_: complete(house, task, round_), open_tasks(house, cases), number)
    gc.unfreeze()
    return Timers(idle, alone, draining, drained[0])


def _start_timers(house: House) -> None:
    waiting = bpmn("waiting", start("s"), catch("c", timer(duration="P1D")), end("e"), *chain("s", "c", "e"))
    house.engine.execute(Deploy("timers", (("timers.bpmn", waiting),)), SYSTEM)
    for _ in range(DUE):
        house.engine.execute(StartInstance(key="waiting"), SYSTEM)
    with house.store.backend.writing() as connection:
        row = dict(connection.execute(select(ru.job).limit(1)).mappings().one())
        later = house.clock.now() + timedelta(days=30)
        rows = [{**row, "id": f"far-{number}", "due_at": later} for number in range(TIMERS - DUE)]
        connection.execute(insert(ru.job), rows)


def _idle(house: House) -> float:
    ticker = Ticker(JobExecutor(house.engine, node_name()), house.notifier)
    ticker.start()
    time.sleep(1)
    begin, used = time.perf_counter(), time.process_time()
    time.sleep(IDLE_S)
    share = (time.process_time() - used) / (time.perf_counter() - begin)
    ticker.stop()
    return share


@contextmanager
def _drain(house: House) -> Iterator[list[float]]:
    """Run all that is due in a thread; at the end of the block the list holds the seconds it took."""
    seconds: list[float] = []

    def run() -> None:
        begin = time.perf_counter()
        JobExecutor(house.engine, node_name()).run_until_idle()
        seconds.append(time.perf_counter() - begin)

    thread = threading.Thread(target=run)
    thread.start()
    yield seconds
    thread.join()
