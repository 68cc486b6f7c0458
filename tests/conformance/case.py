"""A row of the element matrix, and what becomes of it on the whole engine."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.domain.commands.external_task import CompleteExternalTask, ReportExternalBpmnError
from app.domain.commands.instance import (
    BroadcastSignal,
    CorrelateMessage,
    EvaluateConditions,
    SetVariables,
    SignalExecution,
    StartAdHocActivity,
    StartInstance,
)
from app.domain.commands.task import CompleteTask
from app.domain.errors import BanliError, DefinitionInvalid, Problem
from app.domain.queries.runtime import NextJobDue
from app.domain.values import SYSTEM
from app.persistence.tables import hi
from tests.support.engine_driver import WORKER, Office


class Camunda(StrEnum):
    """What Camunda 7 does with a row: what it runs, Banli must run too."""

    RUNS = "runs"
    REFUSES = "refuses"
    JVM = "runs in the JVM"
    """Java, Groovy, JavaScript: there is no JVM here."""


@dataclass(frozen=True)
class Case:
    """One diagram and its story.

    A story is states and moves, `A B | message M: C | C x=1: .`: the elements that wait for a person or a worker,
    sorted (`.` when all is over, `-` when nothing of that kind waits), then each move with the state after it.
    `name=value` in a state is a process variable. Moves: an element is completed (`A x=1`), `message M`, `signal S`,
    `tick` (the next timer), `set x=1`, `trigger` (a receive task), `evaluate x=1` (start conditions), `work T` and
    `fail T E1` (a worker), `choose A` (a person, ad hoc).
    A story that begins with `!` is not started: its first move does that.
    """

    area: str
    row: str
    place: str
    what: str
    diagram: bytes
    story: str
    """Empty: the diagram breaks BPMN and must be refused."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    camunda: Camunda = Camunda.RUNS
    tables: tuple[bytes, ...] = ()

    @property
    def name(self) -> str:
        """Unique in the matrix."""
        return " / ".join(part for part in (self.area, self.row, self.place, self.what) if part)


@dataclass(frozen=True)
class Result:
    """What became of a case."""

    works: bool = False
    refusal: Problem | None = None
    wrong: str | None = None
    """What went otherwise than told: neither works nor is refused."""


def result_of(case: Case, office: Office) -> Result:
    """Deploy a case's diagram in an empty office and play its story; memory is thrown away before every move."""
    try:
        office.deploy(case.diagram, *case.tables)
    except DefinitionInvalid as refused:
        return Result(refusal=refused.problems[0])
    if not case.story:
        return Result(wrong="was deployed, although it breaks BPMN")
    try:
        _Teller(office).tell(case)
    except (AssertionError, BanliError) as failed:
        return Result(wrong=str(failed) or type(failed).__name__)
    return Result(works=True)


class _Teller:
    """Plays one story."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._main = ""

    def tell(self, case: Case) -> None:
        """Raises `AssertionError` where a state is not as told."""
        first, *moves = [part.strip() for part in case.story.split("|")]
        if first != "!":
            self._main = self._office.execute(StartInstance(None, "p", None, dict(case.variables))).id
            self._office.run()
            self._expect(first, "at the start")
        for told in moves:
            move, _, state = told.partition(":")
            self._office.forget()
            self._move(move.split(), case.variables)
            self._office.run()
            self._expect(state.strip(), f"after {move.strip()!r}")
        self._expect_nothing_left()

    def _move(self, words: list[str], variables: Mapping[str, Any]) -> None:
        verb, values = words[0], _values(words)
        names = [word for word in words[1:] if "=" not in word]
        known: dict[str, Callable[[], Any]] = {
            "message": lambda: self._office.execute(
                CorrelateMessage(names[0], variables={**(variables if not self._main else {}), **values})
            ),
            "signal": lambda: self._office.execute(BroadcastSignal(names[0], values)),
            "tick": self._tick,
            "choose": lambda: self._choose(names[0]),
            "trigger": lambda: self._office.execute(SignalExecution(self._main)),
            "evaluate": lambda: self._office.execute(EvaluateConditions(values)),
            "set": lambda: self._office.execute(SetVariables(self._main, values)),
            "work": lambda: self._work(names[0], values),
            "fail": lambda: self._fail(names[0], names[1]),
        }
        known.get(verb, lambda: self._complete(verb, values))()

    def _complete(self, element: str, values: Mapping[str, Any]) -> None:
        waiting = [each for each in self._office.tasks() if each.element_id == element]
        assert waiting, f"{element} does not wait"
        self._office.execute(CompleteTask(waiting[0].id, values))

    def _tick(self) -> None:
        due = self._office.engine.ask(NextJobDue(), SYSTEM)
        assert due is not None, "no timer runs"
        self._office.advance_to(due)

    def _work(self, topic: str, values: Mapping[str, Any]) -> None:
        (locked,) = self._office.fetch(topic)
        self._office.execute(CompleteExternalTask(locked.task.id, "w", values, token=locked.task.token), WORKER)

    def _fail(self, topic: str, code: str) -> None:
        (locked,) = self._office.fetch(topic)
        self._office.execute(ReportExternalBpmnError(locked.task.id, "w", code), WORKER)

    def _choose(self, element: str) -> None:
        found = self._office.rows(select(hi.activity).where(hi.activity.c.ended_at.is_(None)))
        (scope,) = [row["id"] for row in found if row["kind"] == "adHocSubProcess"]
        self._office.execute(StartAdHocActivity(self._main, scope, element))

    def _expect(self, state: str, when: str) -> None:
        running = self._office.running()
        if not self._main and running:
            self._main = running[0].id
        words = state.split()
        open_ = [word for word in words if "=" not in word and word not in (".", "-")]
        found = sorted(itertools.chain(*(self._office.open_elements(each.id) for each in running)))
        assert found == open_, f"{when}: waits at {found}, not at {open_}"
        assert ("." in words) is not bool(running), f"{when}: over is {not running}"
        for name, value in _values(words).items():
            got = self._office.variables(self._main).get(name)
            assert got == value, f"{when}: {name} is {got!r}, not {value!r}"
        incidents = [incident for each in running for incident in self._office.incidents(each.id)]
        assert not incidents, f"{when}: {incidents[0].message}"

    def _expect_nothing_left(self) -> None:
        """Where all is over, history has no activity that still runs."""
        if not self._office.running():
            left = self._office.rows(select(hi.activity).where(hi.activity.c.ended_at.is_(None)))
            assert not left, f"over, but {[row['element_id'] for row in left]} never ended"


def _values(words: list[str]) -> dict[str, Any]:
    pairs = (word.partition("=") for word in words if "=" in word)
    return {name: _value(text) for name, _, text in pairs}


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.lstrip("-").isdigit() else text
