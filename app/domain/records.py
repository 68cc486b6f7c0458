"""Rows as the engine sees them: one frozen record per runtime table, made and changed only through events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.values import InstanceState, JobKind, SubscriptionKind


@dataclass(frozen=True, slots=True)
class Deployment:
    """A set of resources put into the engine at once."""

    id: str
    name: str | None
    source: str | None
    deployed_at: datetime
    note: str | None = None
    deployed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of a deployment."""

    id: str
    deployment_id: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Definition:
    """A versioned process, decision or form definition; `kind` is ``process``, ``decision`` or ``form``."""

    id: str
    kind: str
    key: str
    version: int
    deployment_id: str
    resource_name: str
    name: str | None = None
    version_tag: str | None = None
    suspended: bool = False
    history_time_to_live: int | None = None
    startable: bool = True


@dataclass(frozen=True, slots=True)
class ProcessInstance:
    """A running instance: its marking and where it belongs. `version` is the row version (optimistic lock)."""

    id: str
    definition_id: str
    definition_key: str
    root_id: str
    business_key: str | None
    state: InstanceState
    marking: bytes
    version: int
    started_at: datetime
    started_by: str | None = None
    parent_id: str | None = None
    parent_activity_instance_id: str | None = None
    deployment_id: str | None = None
    unit: str | None = None
    """The office unit the case belongs to (for lists and rights)."""


@dataclass(frozen=True, slots=True)
class PastActivity:
    """An activity instance of history, as far as a command asks for it."""

    id: str
    element_id: str
    kind: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserTask:
    """A human task that waits; its id is its activity instance id's twin (a task id of its own)."""

    id: str
    instance_id: str
    definition_id: str
    definition_key: str
    activity_instance_id: str
    element_id: str
    scope_id: str
    name: str | None
    created_at: datetime
    assignee: str | None = None
    owner: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = 50
    form_key: str | None = None
    form_binding: str | None = None
    description: str | None = None
    delegation: str | None = None
    suspended: bool = False
    deadline_id: str | None = None
    business_key: str | None = None
    opened_at: datetime | None = None
    """When somebody who may do the task first looked at it (the read mark)."""
    opened_by: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A human task that was completed, with the scope it was done in."""

    id: str
    instance_id: str
    element_id: str
    name: str | None
    activity_instance_id: str
    scope_id: str
    """The scope around the activity; of one instance of a multi-instance activity, the scope around its body."""
    is_multi_instance: bool
    assignee: str | None
    ended_at: datetime
    ended_by: str | None
    ended_for: str | None


@dataclass(frozen=True, slots=True)
class ExternalTask:
    """Work that waits for a worker; `token` grows with every claim (design rule 6)."""

    id: str
    instance_id: str
    definition_id: str
    definition_key: str
    activity_instance_id: str
    element_id: str
    scope_id: str
    topic: str
    priority: int
    created_at: datetime
    retries: int | None = None
    worker_id: str | None = None
    locked_until: datetime | None = None
    token: int = 0
    error_message: str | None = None
    error_details: str | None = None
    suspended: bool = False
    business_key: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A thing to run at `due_at`: timer, continuation or delivery; claimed with a lease and a growing token."""

    id: str
    kind: JobKind
    due_at: datetime
    created_at: datetime
    instance_id: str | None = None
    definition_id: str | None = None
    definition_key: str | None = None
    activity_instance_id: str | None = None
    element_id: str | None = None
    payload: dict[str, Any] | None = None
    retries: int = 3
    priority: int = 0
    exclusive: bool = True
    owner: str | None = None
    locked_until: datetime | None = None
    token: int = 0
    suspended: bool = False
    error_message: str | None = None
    error_details: str | None = None
    repeat: str | None = None
    """What is left of a cycle: ISO repetition or cron text."""


@dataclass(frozen=True, slots=True)
class EventSubscription:
    """Something waits for a message or signal; without `instance_id` it starts a new instance."""

    id: str
    kind: SubscriptionKind
    name: str | None
    created_at: datetime
    element_id: str
    instance_id: str | None = None
    activity_instance_id: str | None = None
    definition_id: str | None = None
    definition_key: str | None = None
    business_key: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """Something is stuck and waits for a person. `kind`: failedJob, failedExternalTask, undeliveredMessage, ..."""

    id: str
    kind: str
    created_at: datetime
    message: str
    instance_id: str | None = None
    definition_id: str | None = None
    definition_key: str | None = None
    activity_instance_id: str | None = None
    element_id: str | None = None
    configuration: str | None = None
    """Id of the job or external task."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed due time, kept with rule, base and calendar version (design rule 14)."""

    id: str
    deadline_id: str
    instance_id: str
    activity_instance_id: str
    element_id: str
    name: str
    article: str
    formula: str
    base_at: datetime
    due_at: datetime
    expiry: str
    calendar_version: str
    estimated: bool = False
    escalate_to: str | None = None
    state: str = "open"
    """open, met, late, moved or cancelled."""
    task_id: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """One command for many instances, each in a transaction of its own. `kind` is Camunda's type of batch."""

    id: str
    kind: str
    total: int
    created_at: datetime
    created_by: str
    reason: str | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One instance of a batch; its job is gone when it is done."""

    batch_id: str
    instance_id: str
    job_id: str
    done_at: datetime | None = None
