"""Urging (催办, catalogue C05): one job per deadline walks through the stages; the process `urging` does what they ask.

Each stage sends `MSG_URGE` under the key of deadline row and stage, which starts the process; `MSG_DEADLINE_MET` tells
an escalation that the matter is done. Where no such process is deployed, deadlines still turn late.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.context import CommandContext
from app.domain.records import Deadline, Job, ProcessInstance, UserTask
from app.domain.values import JobKind
from app.engine.stepping.deadlines import reminder_at

START_MESSAGE = "MSG_URGE"
MET_MESSAGE = "MSG_DEADLINE_MET"
_STAGES = {
    "remind": ("remind",),
    "deemed": ("remind",),
    "late": ("remind", "overdue"),
    "escalate": ("remind", "overdue", "escalate", "bulletin"),
}
"""What is done, by the deadline's `expiry`; ``none`` has no stage."""


def first_urge(deadline: Deadline, instance: ProcessInstance, context: CommandContext) -> Job | None:
    """The job of the first stage, or None where nothing is urged."""
    stages = _STAGES.get(deadline.expiry, ())
    if not stages:
        return None
    return Job(
        id=context.ids.new(),
        kind=JobKind.URGE,
        due_at=stage_due(stages[0], deadline, context),
        created_at=context.at,
        instance_id=instance.id,
        definition_id=instance.definition_id,
        definition_key=instance.definition_key,
        activity_instance_id=deadline.activity_instance_id,
        element_id=deadline.element_id,
        payload={"deadline": deadline.id, "stage": stages[0]},
        exclusive=False,
    )


def stage_due(stage: str, deadline: Deadline, context: CommandContext) -> datetime:
    """When a stage begins (catalogue 2.1, URGE)."""
    match stage:
        case "remind":
            return reminder_at(context, deadline.base_at, deadline.due_at)
        case "escalate":
            return context.calendar.wd(deadline.due_at, 1).at
        case "bulletin":
            return context.calendar.wd(deadline.due_at, 3).at
    return deadline.due_at


def next_stage(stage: str, deadline: Deadline) -> str | None:
    """The stage after `stage`, or None after the last one."""
    stages = _STAGES.get(deadline.expiry, ())
    rest = stages[stages.index(stage) + 1 :] if stage in stages else ()
    return rest[0] if rest else None


def urge_key(deadline_row_id: str, stage: str) -> str:
    """Business key and unique key of the urging of one stage."""
    return f"{deadline_row_id}/{stage}"


def urge_variables(
    kind: str, instance: ProcessInstance, task: UserTask | None, deadline: Deadline | None
) -> dict[str, Any]:
    """What the process `urging` is told; `kind` is the stage, or ``manual``."""
    about = task.name if task else deadline.name if deadline else None
    return {
        "title": about,
        "urge_kind": kind,
        "deadline_id": deadline.deadline_id if deadline else None,
        "deadline_name": deadline.name if deadline else None,
        "case_key": instance.business_key or instance.id,
        "case_instance_id": instance.id,
        "due": deadline.due_at if deadline else task.due_at if task else None,
        "escalate_to": deadline.escalate_to if deadline else None,
        "task_id": task.id if task else None,
        "task_name": about,
        "holders": holders(task),
    }


def holders(task: UserTask | None) -> list[str]:
    """Who has the task in hand: its assignee, else everyone it is offered to."""
    if task is None:
        return []
    return [task.assignee] if task.assignee else [*task.candidate_users, *task.candidate_groups]
