"""Who a message is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands.instance import CorrelateMessage
from app.domain.context import CommandContext
from app.domain.records import EventSubscription
from app.domain.values import InstanceState, SubscriptionKind, TypedValue


def receivers(command: CorrelateMessage, context: CommandContext) -> tuple[EventSubscription, ...]:
    """The active instances that wait for the message and match business key and correlation keys."""
    found = context.uow.subscriptions.matching(
        SubscriptionKind.MESSAGE, command.name, command.business_key, command.instance_id
    )
    waiting = [each for each in found if each.instance_id is not None and _is_active(each.instance_id, context)]
    if command.activity_instance_id is not None:
        waiting = [each for each in waiting if each.activity_instance_id == command.activity_instance_id]
    if command.definition_id is not None:
        waiting = [each for each in waiting if each.definition_id == command.definition_id]
    if command.correlation_keys:
        waiting = _with_variables(waiting, command.correlation_keys, context)
    if command.local_correlation_keys:
        waiting = [each for each in waiting if _has_local(each, command.local_correlation_keys, context)]
    return tuple(waiting)


def start_receivers(name: str, definition_id: str | None, context: CommandContext) -> tuple[EventSubscription, ...]:
    """The processes that begin with the message and take new instances."""
    found = context.uow.subscriptions.matching(SubscriptionKind.MESSAGE, name)
    return tuple(
        each
        for each in found
        if each.instance_id is None
        and each.definition_id is not None
        and definition_id in (None, each.definition_id)
        and not context.uow.definitions.get(each.definition_id).suspended
    )


def _is_active(instance_id: str, context: CommandContext) -> bool:
    instance = context.uow.instances.find(instance_id)
    return instance is not None and instance.state is InstanceState.ACTIVE


def _with_variables(
    waiting: list[EventSubscription], keys: Mapping[str, Any], context: CommandContext
) -> list[EventSubscription]:
    ids = [each.instance_id for each in waiting if each.instance_id is not None]
    values = context.uow.variables.at_root(ids, list(keys))
    return [each for each in waiting if _match(values.get(each.instance_id or "", {}), keys)]


def _has_local(subscription: EventSubscription, keys: Mapping[str, Any], context: CommandContext) -> bool:
    variables = context.uow.variables.load(subscription.instance_id or "")
    return _match(variables.values.get(subscription.activity_instance_id or "", {}), keys)


def _match(values: Mapping[str, TypedValue], keys: Mapping[str, Any]) -> bool:
    return all(name in values and values[name].value == _plain(wanted) for name, wanted in keys.items())


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, TypedValue) else value
