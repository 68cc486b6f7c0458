"""What can push an instance on: the one argument of a step, besides its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Start:
    """Begin an instance, at its none start event or at the named start event (message, timer, signal)."""

    element_id: str | None = None


@dataclass(frozen=True, slots=True)
class CompleteActivity:
    """A waiting activity (user task, external task, receive task, call activity) is done.

    `local_variables` are seen in the activity's own scope by its output mappings. For a call activity they are the
    final variables of the called instance: the interpreter applies the out mappings to them.
    """

    activity_instance_id: str
    local_variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FireEvent:
    """A message, signal, condition or timer reached the event `element_id`.

    `activity_instance_id` is the one named by the `TimerScheduled` or `SubscriptionOpened` event that offered it:
    the waiting catch event, receive task or event gateway, the activity a boundary event is attached to (the body of a
    multi-instance one), or the scope that holds an event sub-process.
    """

    activity_instance_id: str
    element_id: str
    local_variables: Mapping[str, Any] = field(default_factory=dict)
    part: int = 0
    """Of a multiple event: which of its definitions happened."""


@dataclass(frozen=True, slots=True)
class BpmnErrorThrown:
    """A worker, a person or a called instance reports a modelled error at a waiting activity."""

    activity_instance_id: str
    error_code: str
    message: str | None = None


@dataclass(frozen=True, slots=True)
class EscalationThrown:
    """A called instance escalates; the caller goes on unless an interrupting event catches it."""

    activity_instance_id: str
    escalation_code: str


@dataclass(frozen=True, slots=True)
class ContinueAsync:
    """Run on from an asynchronous continuation."""

    activity_instance_id: str


@dataclass(frozen=True, slots=True)
class CheckConditions:
    """Variables were written from outside (they stand among their changes): conditional events are asked."""


@dataclass(frozen=True, slots=True)
class StartAdHoc:
    """A person begins an activity of the open ad-hoc sub-process `scope_id`."""

    scope_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class EndAdHoc:
    """A person ends the open ad-hoc sub-process `scope_id`, which has no completion condition."""

    scope_id: str


@dataclass(frozen=True, slots=True)
class CancelInstance:
    """End the instance from outside; every waiting activity is cancelled."""

    reason: str


@dataclass(frozen=True, slots=True)
class StartBefore:
    """Begin an element, as if a token had come to it (its asynchronous stop included).

    Scopes that are not open are opened on the way, nothing in them is begun. `ancestor_id` names the open scope to do
    it in where several fit. ``#multiInstanceBody`` after the id begins a whole multi-instance activity; without it one
    more instance is begun, in a body that is open or in a new one.
    `variables` are written as the token would write them, `local_variables` in the first scope that is opened or else
    in the activity itself (Camunda 7, `InstantiationBuilder`).
    """

    element_id: str
    ancestor_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    local_variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StartAfter:
    """Send a token along the one flow that leaves an element."""

    element_id: str
    ancestor_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    local_variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeFlow:
    """Send a token along a sequence flow, its condition unasked."""

    flow_id: str
    ancestor_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    local_variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CancelElement:
    """Cancel everything that stands at an element; where nothing does, nothing happens."""

    element_id: str


@dataclass(frozen=True, slots=True)
class CancelActivity:
    """Cancel one activity instance, or one asynchronous stop; the instance's own id cancels all there is."""

    activity_instance_id: str


Instruction = StartBefore | StartAfter | TakeFlow | CancelElement | CancelActivity
"""One line of a modification."""


@dataclass(frozen=True, slots=True)
class Modify:
    """Change by hand where the tokens stand, instruction by instruction.

    The instance stays open until the last one; when nothing is left then, it ends. With `skip_io_mappings` no input
    or output parameter is evaluated on the way, with `skip_listeners` no listener is called.
    """

    instructions: tuple[Instruction, ...]
    reason: str | None = None
    skip_io_mappings: bool = False
    skip_listeners: bool = False


@dataclass(frozen=True, slots=True)
class StartAt:
    """Begin an instance in its midst: its scope is opened, then the instructions are applied as in `Modify`."""

    instructions: tuple[Instruction, ...]
    skip_io_mappings: bool = False
    skip_listeners: bool = False


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """Begin a completed activity of the open scope `scope_id` again and cancel what came of it (退回, 撤回).

    `from_id` is the waiting activity that is given back; None gives back everything that came of it. Where more than
    `from_id` would be cancelled, `with_siblings` must say that this is meant.
    """

    element_id: str
    scope_id: str
    from_id: str | None = None
    with_siblings: bool = False


@dataclass(frozen=True, slots=True)
class AddInstance:
    """One more instance of an open multi-instance body (加签); `item` is its element of the collection.

    In a sequential body it comes last.
    """

    body_id: str
    item: Any = None


@dataclass(frozen=True, slots=True)
class RemoveInstance:
    """Cancel one open instance of a multi-instance body and count it no longer (减签)."""

    activity_instance_id: str


Stimulus = (
    Start
    | StartAt
    | CompleteActivity
    | FireEvent
    | BpmnErrorThrown
    | EscalationThrown
    | ContinueAsync
    | CheckConditions
    | StartAdHoc
    | EndAdHoc
    | CancelInstance
    | Modify
    | ReturnTo
    | AddInstance
    | RemoveInstance
)
