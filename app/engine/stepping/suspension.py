"""What begins in a suspended instance: it waits like everything else there."""

from __future__ import annotations

from dataclasses import replace

from app.domain.events import Event, ExternalTaskCreated, JobCreated, UserTaskCreated


def held(event: Event) -> Event:
    """The event with what it creates suspended."""
    match event:
        case JobCreated(job=job):
            return JobCreated(replace(job, suspended=True))
        case UserTaskCreated(task=task):
            return UserTaskCreated(replace(task, suspended=True))
        case ExternalTaskCreated(task=work):
            return ExternalTaskCreated(replace(work, suspended=True))
    return event
