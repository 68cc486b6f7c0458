"""What one step of the interpreter did: the events inside an `Outcome`, in the order they happened.

Ids of activity instances are ours and stay the same from start to end. `scope_id` is the activity instance id of the
enclosing scope (the process instance id at the top). The engine turns these into records, jobs and history.

Waits (timers, subscriptions, tasks) end with the activity instance that holds them: `ActivityEnded` stands for all of
its waits. `WaitEnded` is emitted only where nothing ends: the event sub-processes of a scope that one of them has
interrupted, and an asynchronous stop that is cancelled (its activity has not begun yet, or is over).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.domain.model.process import EventDefinition, Node, TimerKind


@dataclass(frozen=True, slots=True)
class ActivityStarted:
    """A node was entered. Multi-instance bodies have `element_id` = node id + ``#multiInstanceBody``."""

    activity_instance_id: str
    node: Node
    scope_id: str
    is_multi_instance_body: bool = False
    loop_counter: int | None = None
    undoing: bool = False
    """A scope that was completed is open again while what was done in it is undone."""


@dataclass(frozen=True, slots=True)
class ActivityEnded:
    """A node was left, by completion or by cancellation."""

    activity_instance_id: str
    canceled: bool = False


@dataclass(frozen=True, slots=True)
class UserTaskOffered:
    """A user task waits; the engine evaluates assignee, candidates, due date and form in `scope_id`."""

    activity_instance_id: str
    node: Node
    scope_id: str


@dataclass(frozen=True, slots=True)
class ExternalTaskOffered:
    """An external task waits for a worker."""

    activity_instance_id: str
    node: Node
    scope_id: str
    topic: str
    priority: int = 0


@dataclass(frozen=True, slots=True)
class TimerScheduled:
    """A timer runs; `value` is the evaluated text or datetime. Ends with its activity or by `WaitEnded`."""

    activity_instance_id: str
    element_id: str
    timer_kind: TimerKind
    value: Any
    interrupting: bool = True
    repeats_done: int = 0
    part: int = 0
    """Of a multiple event: which of its definitions the timer is."""


@dataclass(frozen=True, slots=True)
class SubscriptionOpened:
    """A message, signal or condition is waited for."""

    activity_instance_id: str
    element_id: str
    event: EventDefinition
    name: str | None


@dataclass(frozen=True, slots=True)
class WaitEnded:
    """The timer or subscription (`activity_instance_id`, `element_id`) waits no longer."""

    activity_instance_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class ActivityMigrated:
    """What waits goes on as `node` of another definition, in `scope_id`; its id stays.

    `begun` is False for an asynchronous stop: there is no activity instance to show.
    """

    activity_instance_id: str
    node: Node
    scope_id: str
    is_multi_instance_body: bool = False
    begun: bool = True


@dataclass(frozen=True, slots=True)
class WaitMigrated:
    """The waits of (`activity_instance_id`, `source_element_id`) belong to `element_id` of the new definition."""

    activity_instance_id: str
    source_element_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class AsyncRequested:
    """The token stops here until a job continues it.

    Before an activity the id is the one the activity instance will have (no `ActivityStarted` yet); after it the stop
    has an id of its own, because the activity instance has ended.
    """

    activity_instance_id: str
    node: Node
    before: bool = True


@dataclass(frozen=True, slots=True)
class CallRequested:
    """A call activity wants its child instance; `variables` are what the in mappings give."""

    activity_instance_id: str
    node: Node
    called_element: str
    business_key: str | None
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallCanceled:
    """The caller left a call activity; its child instance must be ended."""

    activity_instance_id: str


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """A message leaves the instance; the engine correlates it in-house through the outbox (rule 13)."""

    activity_instance_id: str
    node: Node
    scope_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """A signal goes to everyone who waits for it, in every instance."""

    activity_instance_id: str
    name: str


@dataclass(frozen=True, slots=True)
class DecisionEvaluated:
    """A business rule task asked a decision."""

    activity_instance_id: str
    decision_key: str
    matched_rules: tuple[str, ...]
    inputs: dict[str, Any]
    outputs: Any


@dataclass(frozen=True, slots=True)
class InstanceEnded:
    """No token is left. `error_code` is set when a child ends by an error its caller must catch."""

    state: str
    error_code: str | None = None
    error_message: str | None = None


@dataclass(frozen=True, slots=True)
class EscalationRaised:
    """An escalation left the instance uncaught; a caller may catch it, the instance goes on."""

    escalation_code: str


Step = (
    ActivityStarted
    | ActivityEnded
    | UserTaskOffered
    | ExternalTaskOffered
    | TimerScheduled
    | SubscriptionOpened
    | WaitEnded
    | ActivityMigrated
    | WaitMigrated
    | AsyncRequested
    | CallRequested
    | CallCanceled
    | MessageThrown
    | SignalThrown
    | DecisionEvaluated
    | InstanceEnded
    | EscalationRaised
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The new marking (opaque bytes, versioned by its codec) and what happened on the way."""

    state: bytes
    steps: tuple[Step, ...]
