"""Who a task belongs to: claim, assign, delegate, candidates."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto.task import identity_links
from app.api.errors import CHANGE_TASK, NotOffered
from app.api.routes import Routes
from app.api.tasks import find_task
from app.domain.commands.task import AssignTask, ClaimTask, DelegateTask, ResolveTask, UnclaimTask, UpdateTask
from app.domain.errors import InvalidInput

routes = Routes()


@routes.post("/task/<task_id>/claim", CHANGE_TASK)
def claim(call: Call, task_id: str) -> None:
    """Take it; somebody else's is refused."""
    call.execute(ClaimTask(task_id, call.body.text("userId") or call.actor.user_id))


@routes.post("/task/<task_id>/unclaim", CHANGE_TASK)
def unclaim(call: Call, task_id: str) -> None:
    """Give it back."""
    call.execute(UnclaimTask(task_id))


@routes.post("/task/<task_id>/assignee", CHANGE_TASK)
def assign(call: Call, task_id: str) -> None:
    """Give it to somebody, or with a null to nobody, whoever has it."""
    call.execute(AssignTask(task_id, call.body.text("userId"), call.reason))


@routes.post("/task/<task_id>/delegate", CHANGE_TASK)
def delegate(call: Call, task_id: str) -> None:
    """Let somebody else do it; the owner gets it back when it is resolved."""
    call.execute(DelegateTask(task_id, call.body.required("userId")))


@routes.post("/task/<task_id>/resolve", CHANGE_TASK)
def resolve(call: Call, task_id: str) -> None:
    """Give a delegated task back to its owner."""
    if call.body.mapping("variables"):
        raise NotOffered("resolve 不接受变量", "resolve takes no variables: write them before")
    call.execute(ResolveTask(task_id))


@routes.get("/task/<task_id>/identity-links")
def links(call: Call, task_id: str) -> list[dict[str, Any]]:
    """Assignee, owner and candidates."""
    kind = call.query.text("type")
    return [each for each in identity_links(find_task(call, task_id)) if kind in (None, each["type"])]


@routes.post("/task/<task_id>/identity-links")
def add_link(call: Call, task_id: str) -> None:
    """Add a candidate, or set owner or assignee."""
    _change_link(call, task_id, present=True)


@routes.post("/task/<task_id>/identity-links/delete")
def delete_link(call: Call, task_id: str) -> None:
    """Remove a candidate, or empty owner or assignee."""
    _change_link(call, task_id, present=False)


def _change_link(call: Call, task_id: str, *, present: bool) -> None:
    user, group, kind = call.body.text("userId"), call.body.text("groupId"), call.body.required("type")
    if (user is None) == (group is None):
        wrong = "Identity Link requires userId or groupId, but not both."
        raise InvalidInput("userId 和 groupId 须恰好给出一个", wrong, "userId")
    row = find_task(call, task_id)
    match kind:
        case "candidate" if user is not None:
            people = _changed(row.candidate_users, user, present)
            call.execute(UpdateTask(task_id, {"candidate_users": people}))
        case "candidate" if group is not None:
            groups = _changed(row.candidate_groups, group, present)
            call.execute(UpdateTask(task_id, {"candidate_groups": groups}))
        case "owner" if user is not None:
            call.execute(UpdateTask(task_id, {"owner": user if present else None}))
        case "assignee" if user is not None:
            call.execute(AssignTask(task_id, user if present else None, call.reason))
        case _:
            raise InvalidInput(f"关系类型 {kind} 无效", f"Unsupported identity link type {kind}", "type")


def _changed(known: tuple[str, ...], one: str, present: bool) -> tuple[str, ...]:
    others = tuple(each for each in known if each != one)
    return (*others, one) if present else others
