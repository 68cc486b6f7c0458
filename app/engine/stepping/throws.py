"""What leaves the instance: messages through the outbox, signals, called instances, escalations, its own end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.events import JobCreated
from app.domain.model.process import Node
from app.domain.records import Job
from app.domain.steps import (
    CallCanceled,
    CallRequested,
    EscalationRaised,
    InstanceEnded,
    MessageThrown,
    SignalThrown,
)
from app.domain.values import JobKind
from app.engine.images import encode
from app.engine.moments import duration
from app.engine.stepping.follow_ups import Broadcast, ContinueCaller, EndChild, EscalateToCaller, StartChild
from app.engine.stepping.running import Running
from app.engine.stepping.translation import Translation

DEFAULT_PATIENCE = "P30D"
"""How long a message waits for its receiver where the property `expires` says nothing."""


def message(step: MessageThrown, table: Translation) -> None:
    """The message leaves with this transaction, as a job (design rule 13)."""
    running, context = table.running, table.context
    scope = table.scope_of(step.activity_instance_id, step.scope_id)
    patience = _text(running, step.node, "expires", scope) or DEFAULT_PATIENCE
    payload = {
        "name": step.name,
        "business_key": _text(running, step.node, "correlation", scope),
        "message_key": _text(running, step.node, "message_key", scope),
        "variables": encode(_carried(running, step.node, scope)),
        "attempts": 0,
        "expires": encode(duration(patience).after(context.at)),
    }
    job = Job(
        id=context.ids.new(),
        kind=JobKind.DELIVER_MESSAGE,
        due_at=context.at,
        created_at=context.at,
        definition_id=running.instance.definition_id,
        definition_key=running.instance.definition_key,
        element_id=step.node.id,
        payload=payload,
        exclusive=False,
    )
    table.events.append(JobCreated(job))


def signal(step: SignalThrown, table: Translation) -> None:
    """Everyone who waits for it gets it in this unit of work."""
    table.follow_ups.append(Broadcast(step.name))


def call(step: CallRequested, table: Translation) -> None:
    """The called instance starts in this unit of work, under an id that history knows already."""
    if not table.is_offered(step.activity_instance_id):
        return
    child_id = table.context.ids.new()
    row = table.opened.get(step.activity_instance_id)
    if row is not None:
        table.opened[row.id] = replace(row, called_instance_id=child_id)
    table.follow_ups.append(StartChild(table.running.instance.id, child_id, step))


def call_canceled(step: CallCanceled, table: Translation) -> None:
    """The called instance ends with the activity that called it."""
    table.follow_ups.append(EndChild(step.activity_instance_id))


def escalated(step: EscalationRaised, table: Translation) -> None:
    """Nobody here caught it; a caller may."""
    if table.running.instance.parent_activity_instance_id is not None:
        table.follow_ups.append(EscalateToCaller(table.running.instance.id, step.escalation_code))


def instance_ended(step: InstanceEnded, table: Translation) -> None:
    """No token is left."""
    table.end = step
    if table.running.instance.parent_activity_instance_id is not None:
        table.follow_ups.append(ContinueCaller(table.running.instance.id, step))


def _text(running: Running, node: Node, name: str, scope: str) -> str | None:
    return running.text(running.property(node, name), scope) or None


def _carried(running: Running, node: Node, scope: str) -> dict[str, Any]:
    """The variables named by the property `payload`, typed; names without a value travel as null."""
    names = [name.strip() for name in (_text(running, node, "payload", scope) or "").split(",")]
    return {name: running.variables.find(scope, name) for name in names if name}
