"""Carry out one instance's part of a batch."""

from __future__ import annotations

from dataclasses import replace

from app.domain.context import CommandContext
from app.domain.errors import InvalidState, Suspended
from app.domain.events import JobEnded
from app.domain.operation_events import BatchItemDone
from app.domain.records import Job
from app.engine.images import decode


def run_batch_item(job: Job, context: CommandContext) -> None:
    """The command as whoever started the batch, whose rights were asked for then."""
    payload = job.payload or {}
    starter = replace(context, actor=decode(payload["actor"]))
    try:
        starter.dispatch(decode(payload["command"]))
    except Suspended as rests:
        # Not the job rests but what it is for: that is told in the report, and the job does not wait for it.
        raise InvalidState(rests.text.zh, rests.text.en) from rests
    context.uow.record(JobEnded(job.id), BatchItemDone(payload["batch"], payload["instance"], context.at))
