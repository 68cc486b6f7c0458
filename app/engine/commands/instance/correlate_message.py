"""Camunda's message correlation: waiting instances first, then start events."""

from __future__ import annotations

from app.domain.commands.instance import CorrelateMessage, CorrelationResult
from app.domain.context import CommandContext
from app.domain.errors import CorrelationMismatch, InvalidInput
from app.domain.records import EventSubscription
from app.domain.values import SubscriptionKind
from app.engine.correlation import receivers, start_receivers
from app.engine.stepping.moves import begin
from app.engine.stepping.starts import start_instance
from app.engine.stepping.turn import Turn


def correlate_message(command: CorrelateMessage, context: CommandContext) -> tuple[CorrelationResult, ...]:
    """Give the message to its one receiver, or with `all_matches` to every one.

    Raises `CorrelationMismatch` where nobody waits, or more than one does.
    """
    if not command.name:
        raise InvalidInput("请填写消息名称", "a message needs a name", "name")
    waiting = () if command.start_only else receivers(command, context)
    starts: tuple[EventSubscription, ...] = ()
    if command.all_matches or not waiting:
        starts = _starts(command, context)
    if not command.all_matches and len(waiting) + len(starts) != 1:
        raise _mismatch(command, len(waiting) + len(starts))
    turn = begin(context)
    results = [_receive(command, subscription, turn) for subscription in waiting]
    results += [_start(command, subscription, turn) for subscription in starts]
    turn.finish()
    return tuple(results)


def _starts(command: CorrelateMessage, context: CommandContext) -> tuple[EventSubscription, ...]:
    """Start events do not know an instance, nor what its variables hold."""
    if command.instance_id is not None or command.correlation_keys or command.local_correlation_keys:
        return ()
    return start_receivers(command.name, command.definition_id, context)


def _receive(command: CorrelateMessage, subscription: EventSubscription, turn: Turn) -> CorrelationResult:
    turn.fire(subscription, command.variables, command.local_variables)
    instance = turn.seen(subscription.instance_id or "").instance
    return CorrelationResult("Execution", instance.id, instance.definition_id, subscription.activity_instance_id)


def _start(command: CorrelateMessage, subscription: EventSubscription, turn: Turn) -> CorrelationResult:
    definition = turn.context.uow.definitions.get(subscription.definition_id or "")
    variables = {**command.variables, **command.local_variables}
    running = start_instance(turn, definition, variables, command.business_key, subscription.element_id)
    return CorrelationResult("ProcessDefinition", running.instance.id, definition.id)


def _mismatch(command: CorrelateMessage, count: int) -> CorrelationMismatch:
    kind = SubscriptionKind.MESSAGE.value
    if count:
        return CorrelationMismatch(
            f"消息 {command.name} 匹配到 {count} 个接收者",
            f"Cannot correlate {kind} {command.name}: {count} receivers match the parameters",
        )
    return CorrelationMismatch(
        f"没有流程在等待消息 {command.name}",
        f"Cannot correlate {kind} {command.name}: No process definition or execution matches the parameters",
    )
