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
class CancelInstance:
    """End the instance from outside; every waiting activity is cancelled."""

    reason: str


Stimulus = (
    Start
    | CompleteActivity
    | FireEvent
    | BpmnErrorThrown
    | EscalationThrown
    | ContinueAsync
    | CheckConditions
    | CancelInstance
)
