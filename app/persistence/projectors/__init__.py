"""One projector per event: what it changes in runtime and history rows alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import events, operation_events
from app.persistence.projectors import (
    batch,
    definition,
    external_task,
    instance,
    job,
    log,
    migration,
    office,
    task,
    variable,
)
from app.persistence.session import Session

Projector = Callable[[Session, Any], None]

PROJECTORS: dict[type[Any], Projector] = {
    events.DeploymentAdded: definition.deployment_added,
    events.DeploymentRemoved: definition.deployment_removed,
    events.DefinitionRemoved: definition.definition_removed,
    events.DefinitionChanged: definition.definition_changed,
    events.InstanceStarted: instance.started,
    events.InstanceAdvanced: instance.advanced,
    operation_events.InstanceMigrated: migration.migrated,
    events.InstanceStateChanged: instance.state_changed,
    events.InstanceDescribed: instance.described,
    events.InstanceFinished: instance.finished,
    events.ActivityRecorded: instance.activity_recorded,
    events.ActivityClosed: instance.activity_closed,
    events.UserTaskCreated: task.created,
    events.UserTaskChanged: task.changed,
    events.UserTaskEnded: task.ended,
    events.TaskDraftSaved: task.draft_saved,
    events.ExternalTaskCreated: external_task.created,
    events.ExternalTaskChanged: external_task.changed,
    events.ExternalTaskEnded: external_task.ended,
    events.JobCreated: job.created,
    events.JobChanged: job.changed,
    events.JobEnded: job.ended,
    events.SubscriptionAdded: job.subscription_added,
    events.SubscriptionRemoved: job.subscription_removed,
    events.WaitsEnded: job.waits_ended,
    events.VariablesChanged: variable.changed,
    events.IncidentOpened: log.incident_opened,
    events.IncidentClosed: log.incident_closed,
    operation_events.BatchStarted: batch.started,
    operation_events.BatchItemDone: batch.item_done,
    operation_events.BatchChanged: batch.changed,
    operation_events.BatchRemoved: batch.removed,
    events.RecordStateReached: office.state_reached,
    events.DeadlineSet: log.deadline_set,
    events.DeadlineChanged: log.deadline_changed,
    events.OperationLogged: log.operation_logged,
    events.DecisionRecorded: log.decision_recorded,
    events.IdempotencyKept: log.idempotency_kept,
}

_NEEDS: dict[type[Any], tuple[str, str]] = {
    events.DefinitionChanged: ("definitions", "definition_id"),
    events.InstanceAdvanced: ("instances", "instance_id"),
    operation_events.InstanceMigrated: ("instances", "instance_id"),
    events.InstanceStateChanged: ("instances", "instance_id"),
    events.InstanceDescribed: ("instances", "instance_id"),
    events.InstanceFinished: ("instances", "instance_id"),
    events.UserTaskChanged: ("tasks", "task_id"),
    events.UserTaskEnded: ("tasks", "task_id"),
    events.ExternalTaskChanged: ("external_tasks", "task_id"),
    events.ExternalTaskEnded: ("external_tasks", "task_id"),
    events.JobChanged: ("jobs", "job_id"),
    events.JobEnded: ("jobs", "job_id"),
    events.SubscriptionRemoved: ("subscriptions", "subscription_id"),
    events.IncidentClosed: ("incidents", "incident_id"),
    operation_events.BatchChanged: ("batches", "batch_id"),
    operation_events.BatchRemoved: ("batches", "batch_id"),
    events.DeadlineChanged: ("deadlines", "id"),
}
"""The row an event changes: event type -> (buffer, name of the id). It is loaded where nobody read it before."""


def project(session: Session, batch: tuple[events.Event, ...]) -> None:
    """Apply events in order; rows they change are loaded first, one statement per table."""
    missing: dict[str, list[str]] = {}
    for event in batch:
        need = _NEEDS.get(type(event))
        if need is not None and getattr(event, need[1]) not in getattr(session, need[0]).rows:
            missing.setdefault(need[0], []).append(getattr(event, need[1]))
    for buffer, ids in missing.items():
        getattr(session, buffer).fetch(session.connection, ids)
    for event in batch:
        PROJECTORS[type(event)](session, event)
