"""Plays a block tree on the whole engine: what is open in an instance and all it called, and the moves the world makes.

Everything is read from the database: markings, tasks, subscriptions. Nothing is known from the move before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.commands.external_task import (
    CompleteExternalTask,
    FailExternalTask,
    FetchAndLock,
    ReportExternalBpmnError,
    TopicRequest,
)
from app.domain.commands.instance import CorrelateMessage
from app.domain.commands.task import CompleteTask, ReportTaskBpmnError
from app.domain.ports.interpreter import WaitingToken
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.records import EventSubscription
from app.engine.programs import Programs
from app.interpreter import TokenInterpreter
from tests.support.block_reference import Move, Path
from tests.support.engine_driver import WORKER, Office
from tests.support.history import faults, read_case

INTERPRETER = TokenInterpreter()
PROGRAMS = Programs(INTERPRETER)
"""By definition id, which no two offices share."""
LOCK_MS = 3_600_000


@dataclass(frozen=True)
class Open:
    """Something the world can act on: its kind, element and loop counters, and what stands behind it."""

    kind: str
    element: str
    path: Path
    target: str
    """Id of the task, or name of the message."""
    instance_id: str
    holder: str


class EngineCase:
    """One instance with all it called."""

    def __init__(self, office: Office, key: str) -> None:
        self.office = office
        self.root = office.start(key)
        self.seen = {self.root}
        self._offered: list[Open] = []

    @property
    def ended(self) -> bool:
        """Whether the instance is over."""
        with self.office.store.transaction() as uow:
            return uow.instances.find(self.root) is None

    def open(self) -> list[Open]:
        """Open tasks, work and awaited messages, those of called instances included."""
        with self.office.store.transaction() as uow:
            return list(self._open(self.root, (), uow))

    def offers(self) -> Counter[tuple[str, str, Path]]:
        """The same, counted; `apply` acts on what was seen here last."""
        self._offered = self.open()
        return Counter((each.kind, each.element, each.path) for each in self._offered)

    def apply(self, move: Move) -> None:
        """Do what the move says; what looks alike is interchangeable."""
        kind = _OPEN_KINDS.get(move.kind)
        found = [each for each in self._offered if (each.element, each.path) == (move.element, move.path)]
        chosen = next(each for each in found if each.kind == kind or (kind is None and each.kind != "message"))
        if chosen.kind == "work":
            self._work(move, chosen)
        elif move.kind == "message":
            message = CorrelateMessage(
                chosen.target, instance_id=chosen.instance_id, activity_instance_id=chosen.holder
            )
            self.office.execute(message)
        elif move.kind == "fail":
            self.office.execute(ReportTaskBpmnError(chosen.target, move.code))
        else:
            self.office.execute(CompleteTask(chosen.target, dict(move.choices)))

    def faults(self) -> list[str]:
        """What is wrong with the rows of any instance that was ever part of the case."""
        return [fault for instance in sorted(self.seen) for fault in faults(read_case(self.office.store, instance))]

    def _work(self, move: Move, work: Open) -> None:
        self.office.execute(FetchAndLock("w", 100, (TopicRequest(work.element, LOCK_MS),)), WORKER)
        if move.kind == "work":
            self.office.execute(CompleteExternalTask(work.target, "w"), WORKER)
        elif move.kind == "fail":
            self.office.execute(ReportExternalBpmnError(work.target, "w", move.code), WORKER)
        else:
            self.office.execute(FailExternalTask(work.target, "w", "stumbled", retries=1), WORKER)

    def _open(self, instance_id: str, outside: Path, uow: UnitOfWork) -> Iterator[Open]:
        instance = uow.instances.find(instance_id)
        if instance is None:
            return
        self.seen.add(instance_id)
        program = PROGRAMS.process(instance.definition_id, uow).program
        tokens = INTERPRETER.waiting(program, instance.marking)
        paths = _paths(instance_id, tokens, outside, uow)
        rows = (
            ("complete", uow.tasks.of_instance(instance_id)),
            ("work", uow.external_tasks.of_instance(instance_id)),
            ("message", uow.subscriptions.of_instance(instance_id)),
        )
        for kind, found in rows:
            for row in found:
                holder = row.activity_instance_id or instance_id
                target = (row.name or "") if isinstance(row, EventSubscription) else row.id
                yield Open(kind, row.element_id, paths[holder], target, instance_id, holder)
        for token in tokens:
            child = uow.instances.child_of(token.activity_instance_id)
            if child is not None:
                yield from self._open(child.id, paths[token.activity_instance_id], uow)


_OPEN_KINDS = {"complete": "complete", "message": "message", "work": "work", "stumble": "work"}


def _paths(instance_id: str, tokens: tuple[WaitingToken, ...], outside: Path, uow: UnitOfWork) -> dict[str, Path]:
    """The loop counters around every open activity and scope, from the outside in."""
    values = uow.variables.load(instance_id).values
    by_id = {token.activity_instance_id: token for token in tokens}
    paths = {instance_id: outside}

    def path(id: str) -> Path:
        if id not in paths:
            counter = values.get(id, {}).get("loopCounter")
            own = () if counter is None else (int(counter.value),)
            paths[id] = (*path(by_id[id].scope_id), *own)
        return paths[id]

    for id in by_id:
        path(id)
    return paths
