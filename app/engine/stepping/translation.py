"""The working table of one step's translation: what the interpreter did, as it becomes events and follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.domain.context import CommandContext
from app.domain.events import ActivityRecorded, Event
from app.domain.model.process import Node
from app.domain.operation_events import ActivityMoved
from app.domain.ports.interpreter import WaitingToken
from app.domain.records import ExternalTask, UserTask
from app.domain.steps import ActivityEnded, InstanceEnded, Outcome
from app.domain.stimuli import BpmnErrorThrown, CompleteActivity, Stimulus
from app.engine.stepping.follow_ups import FollowUp
from app.engine.stepping.running import Running


@dataclass
class Translation:
    """Filled step by step, in the order things happened; see `translate`."""

    running: Running
    stimulus: Stimulus | None
    """None for a migration."""
    outcome: Outcome
    previous_state: bytes
    events: list[Event] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    opened: dict[str, ActivityRecorded] = field(default_factory=dict)
    """Activity instances that began in this step, by id: one history row each, written once."""
    nodes: dict[str, Node] = field(default_factory=dict)
    deadlines: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Activity instance id -> id and due time of the deadline computed for it in this step."""
    awaited_messages: set[str] = field(default_factory=set)
    """Names of messages the instance began to wait for."""
    moved: dict[str, ActivityMoved] = field(default_factory=dict)
    """Activity instances that go on under another definition, by id."""
    moved_waits: dict[tuple[str, str], str] = field(default_factory=dict)
    """(activity instance, element before) -> element of what waits with them."""
    end: InstanceEnded | None = None
    start_element_id: str | None = None
    end_element_id: str | None = None

    @property
    def context(self) -> CommandContext:
        """The command's ports."""
        return self.running.context

    @cached_property
    def ended(self) -> frozenset[str]:
        """Activity instances that ended in this step: what was offered for them is not created at all."""
        return frozenset(step.activity_instance_id for step in self.outcome.steps if isinstance(step, ActivityEnded))

    @cached_property
    def ends_instance(self) -> bool:
        """Whether no token is left after this step; an ended instance takes its jobs and subscriptions with it."""
        return any(isinstance(step, InstanceEnded) for step in self.outcome.steps)

    @cached_property
    def own(self) -> str | None:
        """The activity the command itself completes; its handler ends the task."""
        match self.stimulus:
            case CompleteActivity(activity_instance_id=own) | BpmnErrorThrown(activity_instance_id=own):
                return own
        return None

    @cached_property
    def previous(self) -> Mapping[str, WaitingToken]:
        """What waited before the step, by activity instance id."""
        if not self.previous_state:
            return {}
        tokens = self.context.interpreter.waiting(self.running.process.program, self.previous_state)
        return {token.activity_instance_id: token for token in tokens}

    @cached_property
    def tasks(self) -> Mapping[str, UserTask]:
        """The open tasks of the instance, by activity instance id."""
        rows = self.context.uow.tasks.of_instance(self.running.instance.id)
        return {row.activity_instance_id: row for row in rows}

    @cached_property
    def external_tasks(self) -> Mapping[str, ExternalTask]:
        """The open external tasks of the instance, by activity instance id."""
        rows = self.context.uow.external_tasks.of_instance(self.running.instance.id)
        return {row.activity_instance_id: row for row in rows}

    def scope_of(self, activity_instance_id: str, scope_id: str) -> str:
        """The innermost scope an activity sees."""
        return self.running.variables.innermost(activity_instance_id, scope_id)

    def is_offered(self, activity_instance_id: str) -> bool:
        """Whether the activity still waits when the step is over."""
        return activity_instance_id not in self.ended
