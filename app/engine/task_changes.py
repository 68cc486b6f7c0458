"""The one way a human task changes while it waits: its listeners are called, then the row is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.context import CommandContext
from app.domain.events import Event, UserTaskChanged
from app.domain.model.process import ListenerEvent
from app.domain.records import UserTask
from app.engine.stepping.moves import begin
from app.engine.stepping.task_listening import call_changed, changes_between

_CALLED = (ListenerEvent.UPDATE, ListenerEvent.ASSIGNMENT)


def change_task(task: UserTask, changes: Mapping[str, Any], context: CommandContext) -> tuple[Event, ...]:
    """The events of a change, with what the task's ``update`` and ``assignment`` listeners make of it.

    Costs nothing where the diagram has no such listener. Raises `Suspended`, `EvaluationFailed`.
    """
    model = context.programs.process(task.definition_id, context.uow).model
    spec = model.nodes[task.element_id].user_task
    if spec is None or not any(each.event in _CALLED for each in spec.listeners):
        return (UserTaskChanged(task.id, task.instance_id, changes, context.at),)
    running = begin(context).open(task.instance_id)
    after = call_changed(running, task, replace(task, **changes))
    return (
        UserTaskChanged(task.id, task.instance_id, changes_between(task, after), context.at),
        *running.written(),
    )
