"""What a completion costs as a case grows old, on a database: a loop of three tasks at turns 10, 1,000 and 10,000.

Cases of all ages take turns, so that a busy machine slows all alike. Beside it stock SpiffWorkflow in the same loop,
which stops silently when its tree is a thousand deep.
"""

from __future__ import annotations

import gc
import itertools
import statistics
import time
from collections.abc import Sequence

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from app.bootstrap import House
from app.domain.commands.task import CompleteTask
from app.domain.values import SYSTEM
from bench.office import Place, deploy, house_on, open_tasks, start_cases
from tests.support.bpmn_builder import bpmn, chain, element, end, exclusive, flow, start

TURNS = (10, 1_000, 10_000)
TASKS = ("draft", "check", "sign")
SAMPLES = 300


def loop(task: str = "userTask") -> bytes:
    """Three tasks and back to the first, for ever."""
    tasks = [element(task, id) for id in TASKS]
    never = "${v0 == 'over'}" if task == "userTask" else "1 == 2"
    again = flow("over", TASKS[0], id="again")
    return bpmn(
        "twenty",
        start("s"),
        *tasks,
        exclusive("over", default="again"),
        end("e"),
        *chain("s", *TASKS, "over"),
        flow("over", "e", never),
        again,
    )


def on_database(place: Place, cases: int) -> dict[int, float]:
    """Turn -> median seconds of a completion, of `cases` cases of each age."""
    with house_on(place.new(), place.folder / "home") as house:
        deploy(house, loop())
        ages = {turns: start_cases(house, cases) for turns in TURNS}
        for turns, aged in ages.items():
            for _ in range(turns * len(TASKS)):
                _step(house, aged)
        times: dict[int, list[float]] = {turns: [] for turns in TURNS}
        gc.collect()
        for _ in range(SAMPLES // cases):
            for turns, number in itertools.product(TURNS, range(cases)):
                times[turns] += _step(house, [ages[turns][number]])
    return {turns: statistics.median(each) for turns, each in times.items()}


def _step(house: House, cases: Sequence[str]) -> list[float]:
    times = []
    for task in open_tasks(house, cases):
        begin = time.perf_counter()
        house.engine.execute(CompleteTask(task, {"v1": "again"}), SYSTEM)
        times.append(time.perf_counter() - begin)
    return times


def stock_spiffworkflow() -> tuple[int, float, float]:
    """How many turns the stock engine makes of a thousand, and its median step (seconds) in the first and last ten."""
    parser = BpmnParser()
    parser.add_bpmn_str(loop("manualTask"))
    workflow = BpmnWorkflow(parser.get_spec("twenty"), {})
    workflow.do_engine_steps()
    times: list[float] = []
    while len(times) < 1_000 * len(TASKS):
        begin = time.perf_counter()
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not ready:
            break
        ready[0].run()
        workflow.do_engine_steps()
        times.append(time.perf_counter() - begin)
    return len(times) // len(TASKS), statistics.median(times[:30]), statistics.median(times[-30:])
