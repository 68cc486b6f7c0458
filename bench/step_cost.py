"""What a step costs as an instance grows old: the bare interpreter in a three-step loop, at turns 10, 1,000 and 10,000.

Run with ``python -m bench.step_cost``. Instances of all ages take turns, so that a busy machine slows all alike.
"""

from __future__ import annotations

import gc
import itertools
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.model.process import DecisionCall, Expression, Flow, Node, NodeKind, ProcessModel
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.domain.steps import UserTaskOffered
from app.domain.stimuli import CompleteActivity, Start
from app.domain.variables import Variables
from app.interpreter import TokenInterpreter

TURNS = (10, 1_000, 10_000)
INSTANCES = 30
STEPS = 10
"""Measured steps of each instance at each turn: 300 in all."""
ELEMENTS = ("draft", "check", "sign")


def loop_of_three() -> ProcessModel:
    """A start event, three user tasks in a row, and back to the first."""
    flows = [Flow(f"to_{target}", source, target) for source, target in itertools.pairwise(("start", *ELEMENTS))]
    flows.append(Flow("again", ELEMENTS[-1], ELEMENTS[0]))
    kinds = {"start": NodeKind.START_EVENT} | dict.fromkeys(ELEMENTS, NodeKind.USER_TASK)
    nodes = {
        name: Node(
            name,
            kind,
            "loop",
            incoming=tuple(flow.id for flow in flows if flow.target == name),
            outgoing=tuple(flow.id for flow in flows if flow.source == name),
        )
        for name, kind in kinds.items()
    }
    return ProcessModel("loop", None, nodes, {flow.id: flow for flow in flows})


@dataclass
class Context:
    """A `StepContext` without expressions."""

    variables: Variables
    counter: Iterator[int] = field(default_factory=itertools.count)

    def new_id(self) -> str:
        """Ids as long as the engine's, so that the marking has its real size."""
        return f"01a208a2-4158-7c18-b085-{next(self.counter):012d}"

    def evaluate(self, expression: Expression, scope_id: str, facts: Bean | None = None) -> Any:
        """Nothing to evaluate in this process."""
        raise NotImplementedError(expression.text)

    def decide(self, call: DecisionCall, scope_id: str) -> tuple[str, DecisionResult, dict[str, Any]]:
        """Nothing to decide in this process."""
        raise NotImplementedError(call.decision.text)


class Instance:
    """One running instance, known by its saved bytes only."""

    interpreter = TokenInterpreter()
    program = interpreter.compile(loop_of_three())

    def __init__(self) -> None:
        self.context = Context(Variables("root"))
        self.state: bytes | None = None
        self.task = ""
        self._advance(Start())

    def step(self) -> None:
        """Complete the task that waits."""
        self._advance(CompleteActivity(self.task))

    def _advance(self, stimulus: Start | CompleteActivity) -> None:
        outcome = self.interpreter.advance(self.program, "root", self.state, stimulus, self.context)
        self.state = outcome.state
        (self.task,) = (step.activity_instance_id for step in outcome.steps if isinstance(step, UserTaskOffered))
        self.context.variables.changes.clear()


def aged(turns: int) -> Instance:
    """An instance that has gone round so many times."""
    instance = Instance()
    for _ in range(turns * len(ELEMENTS)):
        instance.step()
    return instance


def measure() -> dict[int, tuple[float, int]]:
    """For each turn the median of a step in microseconds, and the bytes of the state."""
    instances = {turns: [aged(turns) for _ in range(INSTANCES)] for turns in TURNS}
    times: dict[int, list[float]] = {turns: [] for turns in TURNS}
    gc.collect()
    for number, _, turns in itertools.product(range(INSTANCES), range(STEPS), TURNS):
        instance = instances[turns][number]
        begin = time.perf_counter()
        instance.step()
        times[turns].append(time.perf_counter() - begin)
    return {turns: (statistics.median(times[turns]) * 1e6, len(instances[turns][0].state or b"")) for turns in TURNS}


def main() -> None:
    """Print the table and the ratios."""
    found = measure()
    first = found[TURNS[0]][0]
    for turns, (microseconds, size) in found.items():
        ratio = microseconds / first
        print(f"turn {turns:>6,}: {microseconds:7.1f} us per step, {size} bytes of state, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
