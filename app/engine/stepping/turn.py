"""All moves of one command: a stimulus and everything that follows from it in other instances."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.context import CommandContext
from app.domain.errors import LimitExceeded, NotFound, Suspended
from app.domain.events import (
    Event,
    InstanceAdvanced,
    InstanceFinished,
    InstanceStarted,
    JobChanged,
    SubscriptionRemoved,
    VariablesChanged,
)
from app.domain.migration import MigrationPlan
from app.domain.model.process import Node
from app.domain.operation_events import InstanceMigrated
from app.domain.ports.definitions import LoadedProcess
from app.domain.records import EventSubscription, ProcessInstance
from app.domain.stimuli import CheckConditions, FireEvent, Start, StartAt, Stimulus
from app.domain.values import InstanceState
from app.domain.variables import Variables
from app.engine.limits import MAX_MOVES, MAX_STEPS
from app.engine.stepping.follow_ups import FollowUp
from app.engine.stepping.running import Running
from app.engine.stepping.suspension import held
from app.engine.stepping.translate import translate, translate_migration
from app.engine.stepping.translation import Translation
from app.engine.stepping.variables import StepVariables

FollowUpHandler = Callable[[Any, "Turn"], None]


_AT_ITS_START = Start()


class Turn:
    """Moves instances within one unit of work, keeping each as it was last moved; `finish` does what follows.

    Raises `LimitExceeded` (with the instance that was being moved) where one command would do too much.
    """

    def __init__(self, context: CommandContext, handlers: Mapping[type[Any], FollowUpHandler]) -> None:
        self.context = context
        self._handlers = handlers
        self._running: dict[str, Running] = {}
        self._queue: deque[FollowUp] = deque()
        self._awaited: set[str] = set()
        self._steps = 0
        self._moves = 0

    def open(self, instance_id: str) -> Running:
        """The running instance. Raises `NotFound` where it is gone, `Suspended` where it must not move."""
        running = self.load(instance_id)
        _refuse_suspended(running.instance)
        return running

    def load(self, instance_id: str) -> Running:
        """The running instance, suspended or not. Raises `NotFound` where it is gone."""
        running = self._running.get(instance_id) or self._load(instance_id)
        if running.finished:
            raise NotFound(f"流程实例 {instance_id} 已结束", f"process instance {instance_id} has ended")
        return running

    def find(self, instance_id: str) -> Running | None:
        """The instance where it still runs, else None; suspension does not matter here."""
        running = self._running.get(instance_id)
        if running is None:
            known = self.context.uow.instances.find(instance_id) is not None
            running = self._load(instance_id) if known else None
        return None if running is None or running.finished else running

    def seen(self, instance_id: str) -> Running:
        """An instance this turn has moved, running or ended by now."""
        return self._running[instance_id]

    def called_by(self, activity_instance_id: str) -> str | None:
        """The id of the running instance that a call activity started."""
        for running in self._running.values():
            if running.instance.parent_activity_instance_id == activity_instance_id and not running.finished:
                return running.instance.id
        child = self.context.uow.instances.child_of(activity_instance_id)
        return None if child is None else child.id

    def start(
        self, instance: ProcessInstance, variables: Mapping[str, Any], at: Start | StartAt = _AT_ITS_START
    ) -> Running:
        """Begin a new instance, at its none start event where nothing else is said; it has no marking yet."""
        process = self.context.programs.process(instance.definition_id, self.context.uow)
        running = Running(self.context, instance, process, StepVariables(instance.id), is_new=True)
        for name, value in variables.items():
            running.variables.set_local(instance.id, name, value)
        self._running[instance.id] = running
        self.step(running, at)
        return running

    def step(self, running: Running, stimulus: Stimulus) -> None:
        """Apply one stimulus, record what happened, queue what follows."""
        try:
            self._count(moves=1)
            state = running.instance.marking
            outcome = self.context.interpreter.advance(
                running.process.program,
                running.instance.id,
                None if running.is_new else state,
                stimulus,
                running,
            )
            self._count(steps=len(outcome.steps))
            if outcome.steps and isinstance(stimulus, CheckConditions):
                _refuse_suspended(running.instance)
            table = translate(running, stimulus, outcome, state)
        except LimitExceeded as error:
            if not running.is_new:
                error.instance_id = error.instance_id or running.instance.id
            raise
        self.context.uow.record(*self._events(running, stimulus, table))
        self._queue.extend(table.follow_ups)
        self._awaited |= table.awaited_messages

    def migrate(self, running: Running, target: LoadedProcess, plan: MigrationPlan) -> None:
        """Let the instance go on under another definition. Raises `CannotMigrate`."""
        source, before = running.process, running.instance
        for name, value in plan.variables.items():
            running.variables.set_local(before.id, name, value)
        definition = target.definition
        running.process = target
        outcome = self.context.interpreter.migrate(
            source.program, target.program, before.id, before.marking, plan, running
        )
        self._count(steps=len(outcome.steps), moves=1)
        running.instance = replace(
            before,
            definition_id=definition.id,
            definition_key=definition.key,
            deployment_id=definition.deployment_id,
        )
        ended, table = translate_migration(running, source, outcome)
        running.instance = replace(running.instance, marking=outcome.state, version=before.version + 1)
        moved = InstanceMigrated(
            before.id, before.version, definition, outcome.state, self.context.at, table.moved, table.moved_waits
        )
        self.context.uow.record(*ended, moved, *self._following(running, table))
        self._queue.extend(table.follow_ups)
        self._awaited |= table.awaited_messages

    def _following(self, running: Running, table: Translation) -> list[Event]:
        """What begins with a migration; in a suspended instance it waits until that is active again."""
        events = self._consequences(running, None, table, running.instance.version)
        return [held(each) for each in events] if running.instance.state is InstanceState.SUSPENDED else events

    def fire(self, subscription: EventSubscription, variables: Mapping[str, Any], local: Mapping[str, Any]) -> None:
        """Give a message or signal to a waiting instance; `variables` are written where they are known, else on top."""
        assert subscription.instance_id is not None  # noqa: S101 - start subscriptions are not fired
        assert subscription.activity_instance_id is not None  # noqa: S101
        running = self.open(subscription.instance_id)
        self.write(running, subscription.activity_instance_id, variables)
        part = _part(running.node(subscription.element_id), subscription)
        if part is None:
            self.step(running, FireEvent(subscription.activity_instance_id, subscription.element_id, local))
            return
        # The event goes on waiting for its other definitions; this one has happened.
        self.context.uow.record(SubscriptionRemoved(subscription.id))
        self.step(running, FireEvent(subscription.activity_instance_id, subscription.element_id, local, part))

    def write(self, running: Running, scope_id: str, variables: Mapping[str, Any]) -> None:
        """Write variables as a token in `scope_id` does; they are recorded with the next step."""
        for name, value in variables.items():
            running.variables.set(scope_id, name, value)

    def rewrite(self, running: Running) -> None:
        """Record what was written from outside, and ask the conditional events that wait for it.

        A suspended instance may be written to, unless that moves it: then `Suspended` is raised.
        """
        if self.context.interpreter.has_conditions(running.process.program):
            self.step(running, CheckConditions())
        elif changes := running.variables.take_changes():
            event = VariablesChanged(running.instance.id, changes, self.context.at, self.context.actor.user_id)
            self.context.uow.record(event)

    def finish(self) -> None:
        """Do everything that follows, in order, until nothing is left; then deliver messages that came too early."""
        while self._queue:
            follow_up = self._queue.popleft()
            self._handlers[type(follow_up)](follow_up, self)
        for name in sorted(self._awaited):
            for job in self.context.uow.jobs.deliveries(name):
                self.context.uow.record(JobChanged(job.id, {"due_at": self.context.at}))

    def _load(self, instance_id: str) -> Running:
        uow = self.context.uow
        instance = uow.instances.get(instance_id, lock=True)
        process = self.context.programs.process(instance.definition_id, uow)
        variables: Variables = uow.variables.load(instance_id)
        running = Running(self.context, instance, process, StepVariables.of(variables))
        self._running[instance_id] = running
        return running

    def _events(self, running: Running, stimulus: Stimulus, table: Translation) -> list[Event]:
        """The step's events, the instance's own row first; runtime rows go last when the instance ended."""
        before, at = running.instance, self.context.at
        expected = before.version
        version = expected if running.is_new else expected + 1
        running.instance = replace(before, marking=table.outcome.state, version=version)
        events: list[Event] = []
        if running.is_new:
            start = stimulus.element_id if isinstance(stimulus, Start) else None
            events.append(InstanceStarted(running.instance, start or table.start_element_id))
            expected, running.is_new = version, False
        elif table.end is None:
            events.append(InstanceAdvanced(before.id, expected, table.outcome.state, at))
        return [*events, *self._consequences(running, stimulus, table, expected)]

    def _consequences(
        self, running: Running, stimulus: Stimulus | None, table: Translation, expected: int
    ) -> list[Event]:
        """Variables, what the step's translation says, and the end of the instance at row version `expected`."""
        events: list[Event] = []
        instance, at = running.instance, self.context.at
        changes = running.variables.take_changes()
        if changes:
            events.append(VariablesChanged(instance.id, changes, at, self.context.actor.user_id))
        events.extend(table.events)
        if table.end is not None:
            running.finished = True
            state = InstanceState(table.end.state)
            reason = getattr(stimulus, "reason", None) or table.end.error_message
            events.append(InstanceFinished(instance.id, expected, state, at, table.end_element_id, reason))
        return events

    def _count(self, steps: int = 0, moves: int = 0) -> None:
        self._steps += steps
        self._moves += moves
        if self._steps > MAX_STEPS or self._moves > MAX_MOVES:
            raise LimitExceeded(
                f"一次操作超过 {MAX_STEPS} 步或 {MAX_MOVES} 次推进",
                f"one command exceeds {MAX_STEPS} steps or {MAX_MOVES} moves",
            )


def _refuse_suspended(instance: ProcessInstance) -> None:
    if instance.state is InstanceState.SUSPENDED:
        raise Suspended(f"流程实例 {instance.id} 已挂起", f"process instance {instance.id} is suspended")


def _part(node: Node, subscription: EventSubscription) -> int | None:
    """Which definition of an event that takes all of them the subscription is; None for any other event."""
    if node.event is None or not node.event.takes_all:
        return None
    for part in node.event.parts:
        if part.kind.value == subscription.kind.value and part.name is not None and part.name.text == subscription.name:
            return part.part
    return None
