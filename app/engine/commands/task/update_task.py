"""Change what a task says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.commands.task import UpdateTask
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.engine.operations import log_task
from app.engine.task_changes import change_task
from app.engine.task_rights import open_task

_CHANGEABLE: Mapping[str, tuple[type[Any], ...]] = {
    "name": (str,),
    "description": (str, type(None)),
    "due_at": (datetime, type(None)),
    "follow_up_at": (datetime, type(None)),
    "priority": (int,),
    "owner": (str, type(None)),
    "delegation": (str, type(None)),
    "candidate_users": (tuple,),
    "candidate_groups": (tuple,),
}


def update_task(command: UpdateTask, context: CommandContext) -> None:
    """Only the named columns change. Raises `InvalidInput` for a column or value that is none."""
    task = open_task(command.task_id, context)
    for name, value in command.changes.items():
        if name not in _CHANGEABLE or not isinstance(value, _CHANGEABLE[name]):
            raise InvalidInput(f"任务属性 {name} 无效", f"task property {name} cannot be set to {value!r}", name)
    changes = {name: value for name, value in command.changes.items() if getattr(task, name) != value}
    if not changes:
        return
    context.uow.record(
        *change_task(task, changes, context),
        log_task(
            context,
            "Update",
            task,
            before={name: _shown(getattr(task, name)) for name in changes},
            after={name: _shown(value) for name, value in changes.items()},
        ),
    )


def _shown(value: Any) -> Any:
    """A value as the log keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
