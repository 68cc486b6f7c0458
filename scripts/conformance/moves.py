"""What can happen next to the instances of an office: work done, messages, signals, time; and why nothing can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from app.domain.commands.external_task import CompleteExternalTask
from app.domain.commands.instance import (
    BroadcastSignal,
    CorrelateMessage,
    EvaluateConditions,
    SetVariables,
    SignalExecution,
)
from app.domain.commands.task import CompleteTask
from app.domain.model.process import NodeKind
from app.domain.queries.runtime import NextJobDue
from app.domain.records import ProcessInstance
from app.domain.values import SYSTEM, SubscriptionKind
from tests.support.engine_driver import WORKER, Office


class LostError(Exception):
    """Nothing waits and yet the instance has not ended."""


class JoinError(Exception):
    """Tokens wait at a join for one that cannot come any more: the diagram's own deadlock."""


def moves_of(office: Office, values: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Every move, what people and workers do first; `values` are given with each."""
    for task in office.tasks():
        yield partial(office.execute, CompleteTask(task.id, values))
    for topic in sorted({each.topic for each in office.external_tasks() if not each.worker_id}):
        yield partial(_work, office, topic, values)
    for each in office.subscriptions():
        yield partial(occur, office, each.kind, each.name or "", each.instance_id, values)
    for instance, activity in _receiving(office):
        yield partial(office.execute, SignalExecution(instance, activity, values))
    if any(job.due_at > office.clock.now() for job in office.jobs()):
        yield partial(pass_time, office)


def occur(office: Office, kind: SubscriptionKind, name: str, instance: str | None, values: Mapping[str, Any]) -> None:
    """Let what a subscription waits for happen; without an instance it starts one."""
    match kind:
        case SubscriptionKind.MESSAGE:
            office.execute(CorrelateMessage(name, instance_id=instance, variables=values, all_matches=True))
        case SubscriptionKind.SIGNAL:
            office.execute(BroadcastSignal(name, values))
        case _ if instance is None:
            office.execute(EvaluateConditions(values))
        case _:
            office.execute(SetVariables(instance, {"changed": True, **values}))


def pass_time(office: Office) -> None:
    """Let the next thing that is due happen."""
    due = office.engine.ask(NextJobDue(), SYSTEM)
    if due is not None:
        office.advance_to(due)


def stuck(office: Office) -> Exception:
    """Why nothing moves: a join of the diagram, or a token that the engine lost."""
    text = str([_program(office, each).dump(each.marking) for each in office.running()])[:400]
    return JoinError(text) if "'joins'" in text and "'tokens'" not in text else LostError(text)


def _work(office: Office, topic: str, results: Mapping[str, Any]) -> None:
    for each in office.fetch(topic):
        office.execute(CompleteExternalTask(each.task.id, "w", dict(results), token=each.task.token), WORKER)


def _receiving(office: Office) -> Iterator[tuple[str, str]]:
    """Instance and activity of receive tasks without a message, which no list shows."""
    for instance in office.running():
        program = _program(office, instance)
        for token in office.engine._ports.interpreter.waiting(program, instance.marking):
            node = program.model.nodes.get(token.element_id)
            if token.state == "activity" and node and node.kind is NodeKind.RECEIVE_TASK and node.event is None:
                yield instance.id, token.activity_instance_id


def _program(office: Office, instance: ProcessInstance) -> Any:
    with office.store.transaction() as uow:
        return office.engine._ports.programs.process(instance.definition_id, uow).program
