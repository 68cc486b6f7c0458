"""退回, 撤回, 加签: giving a task back, taking one back, asking one more to sign; and the read mark they depend on."""

from __future__ import annotations

from flask import Blueprint

from app.domain.commands.instance import AddInstance
from app.domain.commands.task import MarkTaskOpened, ReturnTask, WithdrawTask
from app.domain.errors import InvalidState, NotFound
from app.domain.queries.history import ActivityQuery
from app.domain.queries.task import ReturnTarget, ReturnTargetsQuery, TaskQuery
from app.web.answers import Json, ask, execute
from app.web.body import body, no_arguments
from app.web.views.lights import iso
from app.web.views.people import person

blueprint = Blueprint("giving_back", __name__)


@blueprint.post("/tasks/<task_id>/opened")
def opened(task_id: str) -> tuple[str, int]:
    """The person who may do it looks at it: from now on nobody takes it back."""
    body().end()
    execute(MarkTaskOpened(task_id))
    return "", 204


@blueprint.get("/tasks/<task_id>/returns")
def returns(task_id: str) -> Json:
    """To which earlier tasks it can be given back, the last first, and what each would cancel besides."""
    no_arguments()
    return {"rows": [_target(each) for each in ask(ReturnTargetsQuery(task_id))]}


@blueprint.post("/tasks/<task_id>/return")
def give_back(task_id: str) -> tuple[str, int]:
    """Give it back, with a reason; `with_siblings` where other branches go with it."""
    fields = body()
    to, reason = fields.text("to", 200), fields.text("reason", 2000)
    siblings = bool(fields.optional_boolean("with_siblings"))
    fields.end()
    execute(ReturnTask(task_id, to, reason, with_siblings=siblings))
    return "", 204


@blueprint.post("/tasks/<task_id>/withdraw")
def withdraw(task_id: str) -> tuple[str, int]:
    """Take back a completed task that nobody has looked at since."""
    fields = body()
    reason = fields.optional_text("reason", 2000)
    fields.end()
    execute(WithdrawTask(task_id, reason))
    return "", 204


@blueprint.post("/tasks/<task_id>/co-signers")
def add_co_signer(task_id: str) -> tuple[str, int]:
    """Ask one more person to sign beside the one whose task this is."""
    fields = body()
    user_id, reason = fields.text("user_id", 100), fields.optional_text("reason", 2000)
    fields.end()
    found = ask(TaskQuery(ids=(task_id,))).rows
    if not found:
        raise NotFound("这项任务不存在，或不在您的待办中", f"task {task_id} does not exist")
    execute(AddInstance(found[0].instance_id, _body_of(found[0].activity_instance_id), user_id, reason))
    return "", 204


def _body_of(activity_instance_id: str) -> str:
    """The multi-instance body around an activity. Raises `InvalidState` where there is none."""
    for row in ask(ActivityQuery(ids=(activity_instance_id,))).rows:
        around = ask(ActivityQuery(ids=(row.parent_id,))).rows
        if around and around[0].kind == "multiInstanceBody":
            return str(around[0].id)
    raise InvalidState("这项任务不是会签，不能加签", "this task is not one of several that sign together")


def _target(target: ReturnTarget) -> Json:
    return {
        "task_id": target.task_id,
        "element_id": target.element_id,
        "name": target.name or target.element_id,
        "by": person(target.ended_for or target.ended_by),
        "ended": iso(target.ended_at),
        "cancels": list(target.cancels),
    }
