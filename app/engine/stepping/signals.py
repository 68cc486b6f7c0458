"""Signals and quiet messages between instances, within one unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import NotFound
from app.domain.records import EventSubscription
from app.domain.values import InstanceState, SubscriptionKind
from app.engine.stepping.follow_ups import Broadcast, Tell
from app.engine.stepping.starts import start_instance
from app.engine.stepping.turn import Turn


def broadcast(follow_up: Broadcast, turn: Turn) -> None:
    """A signal thrown by a diagram."""
    give_signal(turn, follow_up.name, {})


def give_signal(
    turn: Turn,
    name: str,
    variables: Mapping[str, Any],
    instance_id: str | None = None,
    activity_instance_id: str | None = None,
) -> int:
    """Fire every active waiter and start every process that begins with the signal; returns how many moved.

    Where an instance or an activity in it is named, only those.
    """
    uow = turn.context.uow
    moved = 0
    for subscription in uow.subscriptions.matching(SubscriptionKind.SIGNAL, name, instance_id=instance_id):
        if subscription.instance_id is not None:
            if activity_instance_id in (None, subscription.activity_instance_id):
                moved += _fire(turn, subscription, variables)
        elif instance_id is None and subscription.definition_id is not None:
            definition = uow.definitions.get(subscription.definition_id)
            if not definition.suspended:
                start_instance(turn, definition, variables, element_id=subscription.element_id)
                moved += 1
    return moved


def tell(follow_up: Tell, turn: Turn) -> None:
    """A message for whoever waits under the business key."""
    waiting = turn.context.uow.subscriptions.matching(
        SubscriptionKind.MESSAGE, follow_up.message, business_key=follow_up.business_key
    )
    for subscription in waiting:
        if subscription.instance_id is not None:
            _fire(turn, subscription, {})


def _fire(turn: Turn, subscription: EventSubscription, variables: Mapping[str, Any]) -> int:
    """Fire one waiter, unless an earlier receiver took it along or it is suspended."""
    running = turn.find(subscription.instance_id or "")
    if running is None or running.instance.state is not InstanceState.ACTIVE:
        return 0
    try:
        turn.context.uow.subscriptions.get(subscription.id)
    except NotFound:
        return 0
    turn.fire(subscription, variables, {})
    return 1
