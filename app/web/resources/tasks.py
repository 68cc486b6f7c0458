"""The clerk's lists and what is done with a human task."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Blueprint

from app.domain.commands.task import AssignTask, ClaimTask, CompleteTask, SaveTaskDraft, UnclaimTask, UrgeTask
from app.domain.errors import Conflict, NotFound
from app.domain.queries.common import Paging, Sort
from app.domain.queries.deadline import DeadlineQuery
from app.domain.queries.history import OperationQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.runtime import TaskFormQuery
from app.domain.queries.task import TaskBox, TaskQuery, TaskView
from app.web.answers import Json, ask, execute, listed
from app.web.body import Arguments, body, no_arguments
from app.web.guard import actor
from app.web.views.instances import started_row
from app.web.views.lights import Lights
from app.web.views.tasks import task_detail, task_row

blueprint = Blueprint("tasks", __name__)

_FEW = Paging(limit=5)
"""What a page shows beside the task itself: the newest urges, the next tasks."""


class Box(StrEnum):
    """The four lists of a clerk."""

    MINE = "mine"
    GROUPS = "groups"
    DONE = "done"
    STARTED = "started"


class Order(StrEnum):
    """What comes first."""

    DUE = "due"
    CREATED = "created"


@blueprint.get("/tasks")
def tasks() -> Json:
    """One of the four lists."""
    arguments = Arguments()
    box = arguments.choice("box", Box, Box.MINE)
    order = arguments.choice("sort", Order, Order.DUE)
    text, process, page = arguments.text("q"), arguments.text("process"), arguments.paging()
    arguments.end()
    lights, keys = Lights(), (process,) if process else ()
    if box is Box.STARTED:
        newest = (Sort("started", descending=True),)
        # Called cases began by themselves: their caller is in the list.
        started = InstanceQuery(
            mine=True, roots_only=True, text=text, definition_keys=keys, with_current=True, sort=newest, page=page
        )
        return listed(ask(started), lambda row: started_row(row, lights))
    query = TaskQuery(box=TaskBox(str(box)), text=text, definition_keys=keys, sort=_sort(box, order), page=page)
    return listed(ask(query), lambda row: task_row(row, lights))


@blueprint.get("/tasks/<task_id>")
def task(task_id: str) -> Json:
    """Everything the task's page shows."""
    no_arguments()
    found = _visible(task_id)
    form = ask(TaskFormQuery(task_id))
    deadlines = ask(DeadlineQuery(activity_instance_ids=(found.activity_instance_id,))).rows
    standing = next((each for each in deadlines if each.state in ("open", "late")), None)
    urges = ask(OperationQuery(task_ids=(task_id,), operations=("Urge",), page=_FEW)).rows
    return task_detail(found, form, standing, urges, Lights())


@blueprint.post("/tasks/<task_id>/claim")
def claim(task_id: str) -> tuple[str, int]:
    """Take a task that is offered."""
    body().end()
    execute(ClaimTask(task_id, actor().user_id))
    return "", 204


@blueprint.post("/tasks/<task_id>/unclaim")
def unclaim(task_id: str) -> tuple[str, int]:
    """Give it back."""
    body().end()
    execute(UnclaimTask(task_id))
    return "", 204


@blueprint.post("/tasks/<task_id>/complete")
def complete(task_id: str) -> Json:
    """Finish it with its form; answers the tasks of the same case that wait for the same person."""
    fields = body()
    variables, version = fields.mapping("variables"), fields.optional_integer("version")
    fields.end()
    if version is not None:
        _same_version(task_id, version)
    done = execute(CompleteTask(task_id, variables, check_form=True))
    return {"next_tasks": _next_tasks(done.instance_id)}


@blueprint.post("/tasks/<task_id>/draft")
def draft(task_id: str) -> tuple[str, int]:
    """Keep what was typed."""
    fields = body()
    values = fields.mapping("values")
    fields.end()
    execute(SaveTaskDraft(task_id, values))
    return "", 204


@blueprint.post("/tasks/<task_id>/urge")
def urge(task_id: str) -> tuple[str, int]:
    """Remind whoever holds it."""
    fields = body()
    note = fields.text("note", 2000)
    fields.end()
    _visible(task_id)
    execute(UrgeTask(task_id, note))
    return "", 204


@blueprint.post("/tasks/<task_id>/assign")
def assign(task_id: str) -> tuple[str, int]:
    """Give it to a person, with a reason."""
    fields = body()
    user_id, reason = fields.text("user_id", 100), fields.text("reason", 2000)
    fields.end()
    _visible(task_id)
    execute(AssignTask(task_id, user_id, reason))
    return "", 204


def _sort(box: Box | None, order: Order | None) -> tuple[Sort, ...]:
    if box is Box.DONE:
        return (Sort("ended", descending=True),)
    if order is Order.CREATED:
        return (Sort("created", descending=True),)
    return Sort("due"), Sort("priority", descending=True), Sort("created")


def _visible(task_id: str) -> TaskView:
    """An open task the person may know of. Raises `NotFound`."""
    found = ask(TaskQuery(ids=(task_id,))).rows
    if not found:
        raise NotFound("这项任务不存在，或不在您的待办中", f"task {task_id} does not exist")
    view: TaskView = found[0]
    return view


def _same_version(task_id: str, version: int) -> None:
    if _visible(task_id).version != version:
        raise Conflict("这项任务刚被改动，请核对后再提交", "the task was changed meanwhile")


def _next_tasks(instance_id: str) -> list[dict[str, Any]]:
    """Tasks of the whole case that the person may go on with at once."""
    family = ask(InstanceQuery(ids=(instance_id,))).rows
    if not family:
        return []
    running = ask(InstanceQuery(root_id=family[0].root_id, finished=False)).rows
    ids, lights = tuple(each.id for each in running), Lights()
    return [
        task_row(each, lights)
        for box in (TaskBox.MINE, TaskBox.GROUPS)
        for each in (ask(TaskQuery(box=box, instance_ids=ids, page=_FEW)).rows if ids else ())
    ]
