"""What people and programs do with process instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.commands import Command
from app.domain.migration import MigrationPlan
from app.domain.stimuli import Instruction, StartAt


@dataclass(frozen=True, slots=True)
class StartInstance(Command):
    """Start a process by definition id, or by the latest version of a key. Returns the `ProcessInstance`.

    With `at` it begins in its midst (operators and programs only).
    """

    definition_id: str | None = None
    key: str | None = None
    business_key: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    check_form: bool = False
    at: StartAt | None = None


@dataclass(frozen=True, slots=True)
class CancelInstance(Command):
    """End a running instance from outside, with its called instances."""

    instance_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluateConditions(Command):
    """Start an instance at each conditional start event that `variables` meet. Returns the `ProcessInstance`s.

    Of all latest versions, or of the definition that is named.
    """

    variables: Mapping[str, Any] = field(default_factory=dict)
    business_key: str | None = None
    definition_id: str | None = None


@dataclass(frozen=True, slots=True)
class SuspendInstance(Command):
    """Stop an instance and what it called: no task, job or message moves it until it is active again."""

    instance_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ActivateInstance(Command):
    """Let a suspended instance go on."""

    instance_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SetVariables(Command):
    """Write or delete variables of an instance (or of the scope `scope_id`) from outside."""

    instance_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    deletions: tuple[str, ...] = ()
    scope_id: str | None = None
    local: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CorrelateMessage(Command):
    """Camunda's message correlation. Returns a tuple of `CorrelationResult`."""

    name: str
    business_key: str | None = None
    instance_id: str | None = None
    correlation_keys: Mapping[str, Any] = field(default_factory=dict)
    local_correlation_keys: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    local_variables: Mapping[str, Any] = field(default_factory=dict)
    all_matches: bool = False
    activity_instance_id: str | None = None
    """Only what waits as this activity or scope: its own event, a boundary event on it, an event sub-process in it."""
    start_only: bool = False
    definition_id: str | None = None


@dataclass(frozen=True, slots=True)
class CorrelationResult:
    """One receiver of a message: a waiting execution or a started instance."""

    kind: str
    """``Execution`` or ``ProcessDefinition``."""
    instance_id: str
    definition_id: str
    activity_instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignalExecution(Command):
    """Go on from a waiting receive task: the one named, or the only one of the instance (Camunda's `signal`)."""

    instance_id: str
    activity_instance_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StartAdHocActivity(Command):
    """Begin an activity of an open ad-hoc sub-process (named by its activity instance id)."""

    instance_id: str
    scope_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class EndAdHocSubProcess(Command):
    """End an open ad-hoc sub-process that has no completion condition."""

    instance_id: str
    scope_id: str


@dataclass(frozen=True, slots=True)
class BroadcastSignal(Command):
    """Give a signal to everyone who waits for it, or start instances by it.

    With `instance_id` only to who waits in that instance, with `activity_instance_id` to exactly that one.
    """

    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    instance_id: str | None = None
    activity_instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class ModifyInstance(Command):
    """Change by hand where a running instance stands (Camunda's modification); the log keeps before and after.

    Raises `NotFound`, `Suspended`, `InvalidInput` (an instruction names what is not there), `InvalidState`.
    """

    instance_id: str
    instructions: tuple[Instruction, ...]
    reason: str | None = None
    skip_io_mappings: bool = False
    skip_listeners: bool = False


@dataclass(frozen=True, slots=True)
class AddInstance(Command):
    """One more instance of an open multi-instance body (加签); `item` is its element of the collection.

    For operators, and for who holds an open task of the body. In a sequential body it comes last.
    """

    instance_id: str
    body_id: str
    """Activity instance id of the body."""
    item: Any = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveInstance(Command):
    """Cancel one open instance of a multi-instance body; it counts no longer (减签)."""

    instance_id: str
    activity_instance_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MigrateInstances(Command):
    """Let running instances go on under another definition: all of them, or none.

    Raises `NotFound`, `PlanInvalid`, `CannotMigrate` (with everything that stands in the way of one instance),
    `InvalidInput` where an instance is not of the plan's source.
    """

    plan: MigrationPlan
    instance_ids: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RestartInstances(Command):
    """Begin ended instances of a definition again, each as a new instance. Returns their `ProcessInstance` records.

    They get the business key and the variables the old ones had at the end, or with `initial_variables` at the
    beginning. Raises `NotFound`, `InvalidState` (it has not ended), `InvalidInput` (of another definition).
    """

    definition_id: str
    instance_ids: tuple[str, ...]
    at: StartAt
    initial_variables: bool = False
    with_business_key: bool = True
    reason: str | None = None
