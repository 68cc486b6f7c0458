"""Deliver a message thrown by one of our own instances: never lost, never twice (design rule 13)."""

from __future__ import annotations

from typing import Any

from app.domain.commands.instance import CorrelateMessage, CorrelationResult
from app.domain.context import CommandContext
from app.domain.events import IdempotencyKept, IncidentOpened, JobChanged, JobEnded
from app.domain.records import Incident, Job
from app.domain.values import SYSTEM_USER
from app.engine.correlation import receivers, start_receivers
from app.engine.images import decode, encode
from app.engine.retries import growing_rest


def deliver_message(job: Job, context: CommandContext) -> None:
    """Correlate it; without a receiver it rests and is tried again, until it expires and somebody has to look."""
    payload = job.payload or {}
    command = CorrelateMessage(
        payload["name"], business_key=payload["business_key"], variables=decode(payload["variables"])
    )
    if receivers(command, context):
        context.uow.record(JobEnded(job.id))
        context.dispatch(command)
    elif start_receivers(command.name, None, context):
        context.uow.record(JobEnded(job.id))
        _start_once(command, payload["message_key"], context)
    else:
        _rest(job, payload, context)


def _start_once(command: CorrelateMessage, message_key: str | None, context: CommandContext) -> None:
    """One unique key starts one instance, however often the message is thrown."""
    key = None if message_key is None else f"message {command.name} {message_key}"
    if key is not None and context.uow.find_idempotent(key, SYSTEM_USER) is not None:
        return
    results: tuple[CorrelationResult, ...] = context.dispatch(command)
    if key is not None:
        started = {"instance_id": results[0].instance_id}
        context.uow.record(IdempotencyKept(key, SYSTEM_USER, "", {"answer": encode(started)}, context.at))


def _rest(job: Job, payload: dict[str, Any], context: CommandContext) -> None:
    attempts = payload["attempts"] + 1
    expired = decode(payload["expires"]) <= context.at
    changes: dict[str, Any] = {
        "payload": {**payload, "attempts": attempts},
        "due_at": context.at + growing_rest(attempts),
        "owner": None,
        "locked_until": None,
    }
    if expired:
        changes |= {"retries": 0, "error_message": f"no receiver for message {payload['name']}"}
    context.uow.record(JobChanged(job.id, changes))
    if expired:
        context.uow.record(IncidentOpened(_incident(job, payload, context)))


def _incident(job: Job, payload: dict[str, Any], context: CommandContext) -> Incident:
    return Incident(
        id=context.ids.new(),
        kind="undeliveredMessage",
        created_at=context.at,
        message=f"no receiver for message {payload['name']} with business key {payload['business_key']}",
        definition_id=job.definition_id,
        definition_key=job.definition_key,
        element_id=job.element_id,
        configuration=job.id,
    )
