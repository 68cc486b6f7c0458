"""What a step causes in other instances, to be done in the same unit of work."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.steps import CallRequested, InstanceEnded


@dataclass(frozen=True, slots=True)
class StartChild:
    """A call activity was entered; its instance gets the id `child_id`."""

    parent_id: str
    child_id: str
    call: CallRequested


@dataclass(frozen=True, slots=True)
class EndChild:
    """A call activity was left from outside; its instance goes with it."""

    activity_instance_id: str


@dataclass(frozen=True, slots=True)
class ContinueCaller:
    """A called instance ended; its caller goes on, or catches its error."""

    child_id: str
    end: InstanceEnded


@dataclass(frozen=True, slots=True)
class EscalateToCaller:
    """A called instance escalates; it goes on itself."""

    child_id: str
    escalation_code: str


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A signal goes to everyone who waits for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Tell:
    """A message for whoever waits for it under a business key; nobody has to."""

    message: str
    business_key: str


FollowUp = StartChild | EndChild | ContinueCaller | EscalateToCaller | Broadcast | Tell
