"""Reads inside a transaction: one small repository per kind of row. `get` raises `NotFound`, `find` may return None.

Everything read here is current within the transaction, including what `UnitOfWork.record` took and not yet wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from app.domain.commands.external_task import TopicRequest
from app.domain.records import (
    Batch,
    BatchItem,
    Deadline,
    Definition,
    Deployment,
    DoneTask,
    EventSubscription,
    ExternalTask,
    Incident,
    Job,
    PastActivity,
    ProcessInstance,
    Resource,
    UserTask,
)
from app.domain.values import JobKind, SubscriptionKind, TypedValue
from app.domain.variables import Variables


class DefinitionRepository(Protocol):
    """Deployments, their resources and definitions (kind: process, decision, form)."""

    def get(self, definition_id: str) -> Definition: ...
    def latest(self, kind: str, key: str) -> Definition | None: ...
    def by_version(self, kind: str, key: str, version: int) -> Definition | None: ...
    def by_version_tag(self, kind: str, key: str, tag: str) -> Definition | None: ...
    def in_deployment(self, kind: str, key: str, deployment_id: str) -> Definition | None: ...
    def of_deployment(self, deployment_id: str) -> tuple[Definition, ...]: ...
    def deployment(self, deployment_id: str) -> Deployment: ...
    def latest_deployment(self, name: str, source: str | None) -> Deployment | None: ...
    def resources(self, deployment_id: str) -> tuple[Resource, ...]: ...
    def resource(self, deployment_id: str, name: str) -> Resource: ...
    def latest_by_kind(self, kind: str) -> tuple[Definition, ...]: ...


class InstanceRepository(Protocol):
    """Running process instances."""

    def get(self, instance_id: str, *, lock: bool = False) -> ProcessInstance:
        """`lock` takes the row lock where the database has one."""

    def find(self, instance_id: str) -> ProcessInstance | None: ...
    def children(self, instance_id: str) -> tuple[ProcessInstance, ...]: ...
    def child_of(self, activity_instance_id: str) -> ProcessInstance | None: ...
    def of_definition(self, definition_id: str) -> tuple[str, ...]: ...
    def by_business_key(self, business_key: str, key: str | None = None) -> tuple[ProcessInstance, ...]: ...
    def ended(self, instance_id: str) -> ProcessInstance | None:
        """An instance that has ended, with an empty marking; None where it runs, or there is none."""

    def activities_since(self, instance_id: str, at: datetime) -> tuple[PastActivity, ...]:
        """The activity instances that began at `at` or later."""


class VariableRepository(Protocol):
    """Variables of running instances."""

    def load(self, instance_id: str) -> Variables:
        """All scopes of an instance, with the scope tree."""

    def of_ended(self, instance_id: str, *, initial: bool) -> Mapping[str, TypedValue]:
        """The root variables of an instance as it ended, or (`initial`) as they were after its first step."""

    def at_root(self, instance_ids: Sequence[str], names: Iterable[str]) -> Mapping[str, Mapping[str, TypedValue]]: ...


class TaskRepository(Protocol):
    """Open human tasks."""

    def get(self, task_id: str, *, lock: bool = False) -> UserTask: ...
    def find(self, task_id: str) -> UserTask | None: ...
    def of_instance(self, instance_id: str) -> tuple[UserTask, ...]: ...
    def of_activity(self, activity_instance_id: str) -> UserTask | None: ...
    def done(self, task_id: str) -> DoneTask:
        """A completed task of a running instance. Raises `NotFound`."""

    def done_of(self, instance_id: str) -> tuple[DoneTask, ...]:
        """The completed tasks of an instance, of each element in each scope the last one, newest first."""

    def assigned_to(self, user_id: str) -> tuple[UserTask, ...]: ...
    def draft(self, task_id: str, user_id: str) -> Mapping[str, Any] | None:
        """What the person had typed (`TaskDraftSaved`), or None."""


class ExternalTaskRepository(Protocol):
    """Work that waits for workers."""

    def get(self, task_id: str, *, lock: bool = False) -> ExternalTask: ...
    def find(self, task_id: str) -> ExternalTask | None: ...
    def of_activity(self, activity_instance_id: str) -> ExternalTask | None: ...
    def of_instance(self, instance_id: str) -> tuple[ExternalTask, ...]: ...
    def fetch(
        self,
        topics: Mapping[str, int],
        now: datetime,
        limit: int,
        use_priority: bool,
        *,
        newest_first: bool = False,
        narrow: Iterable[TopicRequest] = (),
    ) -> tuple[ExternalTask, ...]:
        """Free tasks (no lease or an expired one, retries left, not suspended), row-locked, others' locks skipped.

        Of a topic in `narrow` only those its request asks for.
        """


class JobRepository(Protocol):
    """Timers, continuations, deliveries."""

    def get(self, job_id: str, *, lock: bool = False) -> Job: ...
    def find(self, job_id: str) -> Job | None: ...
    def claim(self, now: datetime, limit: int, kinds: Iterable[JobKind] | None = None) -> tuple[Job, ...]:
        """Due, free, unsuspended jobs with retries left, row-locked, others skipped, one per exclusive instance."""

    def of_instance(self, instance_id: str) -> tuple[Job, ...]: ...
    def of_activity(self, activity_instance_id: str) -> tuple[Job, ...]: ...
    def of_definition(self, definition_id: str) -> tuple[Job, ...]: ...
    def next_due(self, now: datetime) -> datetime | None: ...
    def deliveries(self, message: str) -> tuple[Job, ...]:
        """In-house messages of that name that found no receiver yet (`JobKind.DELIVER_MESSAGE`, payload `name`)."""


class SubscriptionRepository(Protocol):
    """Who waits for which message or signal."""

    def get(self, subscription_id: str) -> EventSubscription: ...
    def matching(
        self, kind: SubscriptionKind, name: str, business_key: str | None = None, instance_id: str | None = None
    ) -> tuple[EventSubscription, ...]: ...
    def of_instance(self, instance_id: str) -> tuple[EventSubscription, ...]: ...
    def of_activity(self, activity_instance_id: str) -> tuple[EventSubscription, ...]: ...
    def starts_of_kind(self, kind: SubscriptionKind) -> tuple[EventSubscription, ...]: ...
    def starts_of_definition(self, definition_id: str) -> tuple[EventSubscription, ...]: ...


class IncidentRepository(Protocol):
    """What is stuck."""

    def get(self, incident_id: str) -> Incident: ...
    def of_configuration(self, configuration: str) -> tuple[Incident, ...]: ...
    def of_instance(self, instance_id: str) -> tuple[Incident, ...]: ...


class BatchRepository(Protocol):
    """Commands for many instances."""

    def get(self, batch_id: str) -> Batch: ...
    def open_items(self, batch_id: str) -> tuple[BatchItem, ...]:
        """Those that are not done, failed ones too."""


class DeadlineRepository(Protocol):
    """Computed due times."""

    def get(self, id: str) -> Deadline: ...
    def of_instance(self, instance_id: str) -> tuple[Deadline, ...]: ...
    def of_activity(self, activity_instance_id: str) -> tuple[Deadline, ...]: ...
    def open(self) -> tuple[Deadline, ...]: ...
