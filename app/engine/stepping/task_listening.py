"""Task listeners: expressions that are called when a human task is created, changed, completed or deleted, or is late.

They see the task as Camunda's `DelegateTask` (bean `task`) and may change it, and read and write its variables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from app.domain.model.process import Listener, ListenerEvent, TimerKind
from app.domain.ports.clock import Bean
from app.domain.records import UserTask
from app.engine.stepping.beans import variable_functions
from app.engine.stepping.running import Running
from app.engine.timers import first_run

_SETTERS = {
    "setAssignee": "assignee",
    "setOwner": "owner",
    "setName": "name",
    "setDescription": "description",
    "setPriority": "priority",
    "setDueDate": "due_at",
    "setFollowUpDate": "follow_up_at",
}
_READ = {
    "id": "id",
    "name": "name",
    "description": "description",
    "assignee": "assignee",
    "owner": "owner",
    "priority": "priority",
    "dueDate": "due_at",
    "followUpDate": "follow_up_at",
    "createTime": "created_at",
    "taskDefinitionKey": "element_id",
    "processInstanceId": "instance_id",
    "processDefinitionId": "definition_id",
    "executionId": "activity_instance_id",
}
"""What the bean `task` tells, in Camunda's words, and where it stands in `UserTask`."""


def listeners_of(running: Running, element_id: str, event: ListenerEvent) -> list[Listener]:
    """The listeners of a user task that are expressions and are called at `event`, in document order."""
    spec = running.node(element_id).user_task
    found = () if spec is None or not running.calls_listeners else spec.listeners
    return [each for each in found if each.event is event and each.expression is not None]


def call_created(running: Running, task: UserTask) -> UserTask:
    """``create``, then ``assignment`` where the task has an assignee; returns the task as they leave it."""
    task = _call(running, task, ListenerEvent.CREATE)
    return _call(running, task, ListenerEvent.ASSIGNMENT) if task.assignee is not None else task


def call_changed(running: Running, before: UserTask, after: UserTask) -> UserTask:
    """``update``, then ``assignment`` where the assignee is another one; returns the task as they leave it."""
    task = _call(running, after, ListenerEvent.UPDATE)
    return _call(running, task, ListenerEvent.ASSIGNMENT) if task.assignee != before.assignee else task


def call_ending(running: Running, task: UserTask, event: ListenerEvent) -> None:
    """``complete`` or ``delete``: what they change of the task itself is of no use any more."""
    _call(running, task, event)


def call_late(running: Running, task: UserTask, listener_id: str | None) -> UserTask:
    """One ``timeout`` listener, by its id; returns the task as it leaves it."""
    late = [each for each in listeners_of(running, task.element_id, ListenerEvent.TIMEOUT) if each.id == listener_id]
    return _call_each(running, task, ListenerEvent.TIMEOUT, late)


def changes_between(before: UserTask, after: UserTask) -> dict[str, Any]:
    """The columns in which two states of a task differ."""
    names = (each.name for each in fields(UserTask))
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


def _call(running: Running, task: UserTask, event: ListenerEvent) -> UserTask:
    return _call_each(running, task, event, listeners_of(running, task.element_id, event))


def _call_each(running: Running, task: UserTask, event: ListenerEvent, listeners: list[Listener]) -> UserTask:
    for listener in listeners:
        if listener.expression is not None:
            scope = running.variables.innermost(task.activity_instance_id, task.scope_id)
            draft = _Draft(task, event, running, scope)
            node = running.node(task.element_id)
            facts = {
                "eventName": event.value,
                "currentActivityId": node.id,
                "currentActivityName": node.name,
                "activityInstanceId": task.activity_instance_id,
            }
            running.evaluate(listener.expression, scope, facts, {"task": draft.bean()})
            task = draft.task
    return task


class _Draft:
    """A task while a listener may change it."""

    def __init__(self, task: UserTask, event: ListenerEvent, running: Running, scope: str) -> None:
        self.task = task
        self._event = event
        self._running = running
        self._scope = scope

    def bean(self) -> Bean:
        """What an expression reaches as `task`."""
        values = {word: getattr(self.task, column) for word, column in _READ.items()}
        return {
            **values,
            "eventName": self._event.value,
            "getEventName": lambda: self._event.value,
            **{f"get{word[0].upper()}{word[1:]}": self._getter(column) for word, column in _READ.items()},
            **{name: self._setter(column) for name, column in _SETTERS.items()},
            "addCandidateUser": self._adder("candidate_users"),
            "addCandidateGroup": self._adder("candidate_groups"),
            "deleteCandidateUser": self._remover("candidate_users"),
            "deleteCandidateGroup": self._remover("candidate_groups"),
            **variable_functions(self._running.variables, self._scope, self._running.view(self._scope)),
        }

    def _change(self, column: str, value: Any) -> None:
        self.task = replace(self.task, **{column: value})

    def _getter(self, column: str) -> Callable[[], Any]:
        return lambda: getattr(self.task, column)

    def _setter(self, column: str) -> Callable[[Any], None]:
        def write(value: Any) -> None:
            self._change(column, self._value(column, value))

        return write

    def _adder(self, column: str) -> Callable[[Any], None]:
        def add(value: Any) -> None:
            present = getattr(self.task, column)
            if str(value) not in present:
                self._change(column, (*present, str(value)))

        return add

    def _remover(self, column: str) -> Callable[[Any], None]:
        def remove(value: Any) -> None:
            kept = tuple(each for each in getattr(self.task, column) if each != str(value))
            self._change(column, kept)

        return remove

    def _value(self, column: str, value: Any) -> Any:
        if value is None and column != "priority":
            return None
        if column == "priority":
            return int(value or 0)
        if column in ("due_at", "follow_up_at"):
            context = self._running.context
            schedule = first_run(TimerKind.DATE, value, context.at, context.calendar.zone)
            return None if schedule is None else schedule.due_at
        return str(value)
