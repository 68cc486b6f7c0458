"""Finding tasks: what several resources need."""

from __future__ import annotations

from app.api.call import Call
from app.domain.queries.task import TaskQuery, TaskView


def find_task(call: Call, task_id: str) -> TaskView:
    """An open task the actor may see, or Camunda's 404."""
    found: TaskView = call.one(TaskQuery(ids=(task_id,)), f"No matching task with id {task_id}")
    return found
