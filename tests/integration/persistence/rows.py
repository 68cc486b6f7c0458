"""Small records for the contract suite, each with sensible defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain import events
from app.domain.records import (
    Deadline,
    Definition,
    Deployment,
    EventSubscription,
    ExternalTask,
    Incident,
    Job,
    ProcessInstance,
    Resource,
    UserTask,
)
from app.domain.values import InstanceState, JobKind, SubscriptionKind
from app.domain.variables import VariableChange, typed_value
from app.persistence.store import SqlStore

NOW = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class FixedClock:
    """A clock that stands still."""

    time: datetime

    def now(self) -> datetime:
        return self.time


def deployed(number: int = 1, key: str = "leave") -> events.DeploymentAdded:
    deployment = Deployment(f"dep{number}", "office", "test", NOW + number * HOUR, "first", "li")
    resources = (Resource(f"res{number}", deployment.id, f"{key}.bpmn", b"<bpmn/>"),)
    definition = Definition(f"{key}:{number}", "process", key, number, deployment.id, f"{key}.bpmn", "Leave")
    return events.DeploymentAdded(deployment, resources, (definition,))


def instance(id: str = "i1", **values: Any) -> ProcessInstance:
    defaults: dict[str, Any] = {
        "definition_id": "leave:1",
        "definition_key": "leave",
        "root_id": id,
        "business_key": "BK-1",
        "state": InstanceState.ACTIVE,
        "marking": b"\x00marking",
        "version": 1,
        "started_at": NOW,
        "started_by": "starter",
    }
    return ProcessInstance(id=id, **{**defaults, **values})


def task(id: str = "t1", instance_id: str = "i1", **values: Any) -> UserTask:
    defaults: dict[str, Any] = {
        "definition_id": "leave:1",
        "definition_key": "leave",
        "activity_instance_id": f"approve:{id}",
        "element_id": "approve",
        "scope_id": instance_id,
        "name": "Approve",
        "created_at": NOW,
    }
    return UserTask(id=id, instance_id=instance_id, **{**defaults, **values})


def activity(id: str, instance_id: str = "i1", **values: Any) -> events.ActivityRecorded:
    defaults: dict[str, Any] = {
        "root_instance_id": instance_id,
        "definition_id": "leave:1",
        "definition_key": "leave",
        "element_id": id.split(":")[0],
        "name": None,
        "kind": "userTask",
        "parent_id": instance_id,
        "started_at": NOW,
    }
    return events.ActivityRecorded(id=id, instance_id=instance_id, **{**defaults, **values})


def external_task(id: str = "x1", instance_id: str = "i1", **values: Any) -> ExternalTask:
    defaults: dict[str, Any] = {
        "definition_id": "leave:1",
        "definition_key": "leave",
        "activity_instance_id": f"render:{id}",
        "element_id": "render",
        "scope_id": instance_id,
        "topic": "document.render",
        "priority": 0,
        "created_at": NOW,
    }
    return ExternalTask(id=id, instance_id=instance_id, **{**defaults, **values})


def job(id: str = "j1", **values: Any) -> Job:
    defaults: dict[str, Any] = {"kind": JobKind.TIMER, "due_at": NOW, "created_at": NOW, "instance_id": "i1"}
    return Job(id=id, **{**defaults, **values})


def subscription(id: str = "s1", **values: Any) -> EventSubscription:
    defaults: dict[str, Any] = {
        "kind": SubscriptionKind.MESSAGE,
        "name": "approved",
        "created_at": NOW,
        "element_id": "wait",
        "instance_id": "i1",
    }
    return EventSubscription(id=id, **{**defaults, **values})


def incident(id: str = "n1", **values: Any) -> Incident:
    defaults: dict[str, Any] = {"kind": "failedJob", "created_at": NOW, "message": "broken", "instance_id": "i1"}
    return Incident(id=id, **{**defaults, **values})


def deadline(id: str = "d1", instance_id: str = "i1", **values: Any) -> Deadline:
    defaults: dict[str, Any] = {
        "deadline_id": "DL-1",
        "activity_instance_id": "approve:t1",
        "element_id": "approve",
        "name": "Reply",
        "article": "55",
        "formula": "wd(base, 3)",
        "base_at": NOW,
        "due_at": NOW + HOUR,
        "expiry": "remind",
        "calendar_version": "2026.1",
    }
    return Deadline(id=id, instance_id=instance_id, **{**defaults, **values})


def variables(instance_id: str = "i1", scope_id: str | None = None, **values: Any) -> events.VariablesChanged:
    changes = tuple(VariableChange(scope_id or instance_id, name, typed_value(v)) for name, v in values.items())
    return events.VariablesChanged(instance_id, changes, NOW, "starter")


def started(store: SqlStore, *more: events.Event, id: str = "i1", **values: Any) -> None:
    """One running instance, and whatever else happened in its first transaction."""
    with store.transaction() as work:
        work.record(events.InstanceStarted(instance(id, **values)), *more)
