"""Human tasks as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.queries.history import OperationView
from app.domain.queries.runtime import FormView
from app.domain.queries.task import TaskView
from app.domain.records import Deadline
from app.domain.values import Actor, FileRef, Right
from app.web.guard import actor
from app.web.language import pick
from app.web.views.lights import Lights, iso
from app.web.views.people import candidates, person
from app.web.words import word

Json = dict[str, Any]


def task_row(task: TaskView, lights: Lights) -> Json:
    """One row of 待办, 待领取 or 已办."""
    return {
        "id": task.id,
        "name": task.name,
        "process": {"key": task.definition_key, "name": task.definition_name or task.definition_key},
        "instance_id": task.instance_id,
        "business_key": task.business_key,
        "title": task.title,
        "assignee": person(task.assignee),
        "candidates": candidates(task.candidate_users, task.candidate_groups),
        "created": iso(task.created_at),
        "due": iso(task.due_at),
        "light": lights.of(
            task.due_at, resting=task.suspended, over=pick("已办结", "done") if task.ended_at is not None else None
        ),
        "deadline_id": task.deadline_id,
        "stand_in_for": person(task.stand_in_for),
        "priority": task.priority,
        "suspended": task.suspended,
        "ended": iso(task.ended_at),
        "version": task.version,
    }


def task_detail(
    task: TaskView, form: FormView, deadline: Deadline | None, urges: Iterable[OperationView], lights: Lights
) -> Json:
    """The row with everything its page shows."""
    return {
        **task_row(task, lights),
        "description": task.description,
        "instance": {"id": task.instance_id, "business_key": task.business_key, "title": task.title},
        "element_id": task.element_id,
        "definition_id": task.definition_id,
        "form": form_json(form),
        "rights": task_rights(task, actor()),
        "deadline": deadline_json(deadline, lights) if deadline else None,
        "on_behalf_of": person(task.stand_in_for),
        "urges": [urge_json(each) for each in urges],
    }


def urge_json(urge: OperationView) -> Json:
    """Who urged the task, when, and what they wrote."""
    return {"id": urge.id, "by": person(urge.actor), "at": iso(urge.at), "note": urge.reason}


def task_rights(task: TaskView, who: Actor) -> dict[str, bool]:
    """What the page offers; every command asks again."""
    mine = task.assignee in {who.user_id, *who.stands_in_for}
    offered = task.assignee is None and is_candidate(task, who)
    operates, works = who.may(Right.OPERATOR), who.may(Right.CLERK)
    has_candidates = bool(task.candidate_users or task.candidate_groups)
    return {
        "claim": offered and works and not task.suspended,
        "unclaim": task.assignee is not None and ((mine and has_candidates) or operates) and not task.suspended,
        "complete": (mine or offered) and works and not task.suspended,
        "urge": not mine and (operates or who.may(Right.SUPERVISOR)) and not task.suspended,
        "reassign": operates and not task.suspended,
    }


def is_candidate(task: TaskView, who: Actor) -> bool:
    """Whether the task is offered to the actor, or to somebody the actor stands in for."""
    people = {who.user_id, *who.stands_in_for}
    groups = who.groups | {group for _, group in who.principal_groups}
    return bool(people & set(task.candidate_users) or groups & set(task.candidate_groups))


def form_json(form: FormView) -> Json | None:
    """Schema, data and draft; None where the element has no deployed form."""
    if form.model is None:
        return None
    return {
        "schema": form.model.schema,
        "data": {name: plain(value) for name, value in form.data.items() if name in form.names},
        "draft": form.draft,
    }


def plain(value: Any) -> Any:
    """A variable's value as a form or a page shows it."""
    if isinstance(value, FileRef):
        return {"sha256": value.sha256, "name": value.name, "media_type": value.media_type, "size": value.size}
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if hasattr(value, "isoformat"):
        return iso(value) if hasattr(value, "astimezone") else value.isoformat()
    return value


def deadline_json(deadline: Deadline, lights: Lights, *, running: bool = True) -> Json:
    """A computed due time with its rule; `running`: whether its step still goes on, which a late one does not tell."""
    over = None if deadline.state == "open" or (deadline.state == "late" and running) else deadline.state
    return {
        "id": deadline.id,
        "deadline_id": deadline.deadline_id,
        "name": deadline.name,
        "article": deadline.article,
        "base": iso(deadline.base_at),
        "due": iso(deadline.due_at),
        "formula": deadline.formula,
        "formula_name": _formula(deadline),
        "expiry": deadline.expiry,
        "state": deadline.state,
        "light": lights.of(deadline.due_at, over=word("deadline", over)),
        "calendar_version": deadline.calendar_version,
        "estimated": deadline.estimated,
        "element_id": deadline.element_id,
    }


def _formula(deadline: Deadline) -> str | None:
    text = word("formula", deadline.formula)
    return text.replace("{n}", str(deadline.count)) if text and deadline.count is not None else text
