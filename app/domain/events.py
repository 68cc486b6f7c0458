"""What changed, as data: the only way rows are written (`UnitOfWork.record`); one projector each.

Every event is applied in the transaction that records it, in order, to runtime and history tables alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.operation_events import (
    BatchChanged,
    BatchItemDone,
    BatchRemoved,
    BatchStarted,
    InstanceMigrated,
)
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
from app.domain.values import InstanceState
from app.domain.variables import VariableChange


@dataclass(frozen=True, slots=True)
class DeploymentAdded:
    """A deployment with its resources and the definitions in them."""

    deployment: Deployment
    resources: tuple[Resource, ...]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class DeploymentRemoved:
    """A deployment is gone, with its definitions (and, when cascading, its instances and history)."""

    deployment_id: str
    cascade: bool


@dataclass(frozen=True, slots=True)
class DefinitionRemoved:
    """A process definition is gone (and, when cascading, its instances and history); its file stays."""

    definition_id: str
    cascade: bool


@dataclass(frozen=True, slots=True)
class DefinitionChanged:
    """Suspension state or time to live of a definition changed."""

    definition_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InstanceStarted:
    """A process instance began; it goes to runtime and history."""

    instance: ProcessInstance
    start_element_id: str | None = None


@dataclass(frozen=True, slots=True)
class InstanceAdvanced:
    """A step changed the marking; `expected_version` guards it (optimistic lock), the row gets the next one."""

    instance_id: str
    expected_version: int
    marking: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class InstanceStateChanged:
    """Suspended or active again."""

    instance_id: str
    expected_version: int
    state: InstanceState
    at: datetime


@dataclass(frozen=True, slots=True)
class InstanceDescribed:
    """Business key, title or unit of a running instance changed; its tasks and subscriptions follow the key."""

    instance_id: str
    changes: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class InstanceFinished:
    """The instance ended; all its runtime rows go, history stays."""

    instance_id: str
    expected_version: int
    state: InstanceState
    at: datetime
    end_element_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityRecorded:
    """An activity instance began (and, when `ended_at` is set, ended in the same transaction): one history row."""

    id: str
    instance_id: str
    root_instance_id: str
    definition_id: str
    definition_key: str
    element_id: str
    name: str | None
    kind: str
    parent_id: str
    started_at: datetime
    ended_at: datetime | None = None
    canceled: bool = False
    task_id: str | None = None
    called_instance_id: str | None = None
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityClosed:
    """An activity instance of an earlier transaction ended."""

    id: str
    instance_id: str
    ended_at: datetime
    canceled: bool = False


@dataclass(frozen=True, slots=True)
class UserTaskCreated:
    """A human task waits."""

    task: UserTask


@dataclass(frozen=True, slots=True)
class UserTaskChanged:
    """Columns of a task changed (assignee, owner, due_at, candidates, ...)."""

    task_id: str
    instance_id: str | None
    changes: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class UserTaskEnded:
    """A task is completed or gone; `reason` is ``completed`` or ``deleted``.

    `actor` and `on_behalf_of` say who did it; lists of done work ask for them.
    """

    task_id: str
    instance_id: str | None
    at: datetime
    reason: str
    actor: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class TaskDraftSaved:
    """What a person has typed so far; replaces the earlier draft of the same person and task."""

    task_id: str
    user_id: str
    values: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class ExternalTaskCreated:
    """Work waits for a worker."""

    task: ExternalTask


@dataclass(frozen=True, slots=True)
class ExternalTaskChanged:
    """Columns of an external task changed (worker, lock, token, retries, error)."""

    task_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExternalTaskEnded:
    """An external task is done or gone."""

    task_id: str


@dataclass(frozen=True, slots=True)
class JobCreated:
    """A job waits for its time."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobChanged:
    """Columns of a job changed (due_at, retries, lock, error, ...)."""

    job_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job is done or gone."""

    job_id: str


@dataclass(frozen=True, slots=True)
class SubscriptionAdded:
    """Something waits for a message or signal."""

    subscription: EventSubscription


@dataclass(frozen=True, slots=True)
class SubscriptionRemoved:
    """Nobody waits for it any longer."""

    subscription_id: str


@dataclass(frozen=True, slots=True)
class WaitsEnded:
    """Jobs and subscriptions that belong to (`activity_instance_id`, `element_id`) are gone."""

    activity_instance_id: str
    element_id: str | None = None
    """None: every wait of the activity instance."""
    instance_id: str | None = None
    """Where given, no statement is spent on an instance that is known to have no waits."""


@dataclass(frozen=True, slots=True)
class VariablesChanged:
    """A batch of variable writes of one instance, in order; the last one per name and scope wins."""

    instance_id: str
    changes: tuple[VariableChange, ...]
    at: datetime
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """Something is stuck."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class IncidentClosed:
    """It goes on again, or was given up with its instance."""

    incident_id: str
    at: datetime
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class RecordStateReached:
    """An element with the property `status` was entered: the case's record of that kind is in a state by now.

    Data for lists; no rule reads it (process-contracts, rule 5).
    """

    instance_id: str
    record: str
    state: str


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """A deadline was computed."""

    deadline: Deadline


@dataclass(frozen=True, slots=True)
class DeadlineChanged:
    """A deadline moved, was met, became late or was cancelled."""

    id: str
    changes: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class OperationLogged:
    """A person (or program) did something: who, for whom, what, before and after, why."""

    operation: str
    entity: str
    entity_id: str
    actor: str
    at: datetime
    on_behalf_of: str | None = None
    reason: str | None = None
    instance_id: str | None = None
    task_id: str | None = None
    definition_id: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionRecorded:
    """A decision was evaluated."""

    id: str
    instance_id: str | None
    activity_instance_id: str | None
    decision_key: str
    definition_id: str | None
    at: datetime
    inputs: Mapping[str, Any]
    outputs: Any
    matched_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdempotencyKept:
    """The answer of a writing call that carried a key."""

    key: str
    actor: str
    request_hash: str
    answer: Mapping[str, Any]
    at: datetime


Event = (
    DeploymentAdded | DeploymentRemoved | DefinitionRemoved | DefinitionChanged
    | InstanceStarted | InstanceAdvanced | InstanceMigrated | InstanceStateChanged | InstanceDescribed
    | InstanceFinished | ActivityRecorded | ActivityClosed
    | UserTaskCreated | UserTaskChanged | UserTaskEnded | TaskDraftSaved
    | ExternalTaskCreated | ExternalTaskChanged | ExternalTaskEnded
    | JobCreated | JobChanged | JobEnded
    | SubscriptionAdded | SubscriptionRemoved | WaitsEnded
    | VariablesChanged | IncidentOpened | IncidentClosed
    | BatchStarted | BatchItemDone | BatchChanged | BatchRemoved
    | RecordStateReached | DeadlineSet | DeadlineChanged | OperationLogged | DecisionRecorded | IdempotencyKept
)  # fmt: skip
