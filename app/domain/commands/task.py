"""What people do with human tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.commands import Command


@dataclass(frozen=True, slots=True)
class CompleteTask(Command):
    """Finish a task with variables; `check_form` holds them against the task's deployed form first.

    Returns the `UserTask` as it was. Raises `NotFound`, `NotAllowed`, `AlreadyClaimed`, `Suspended`, `InvalidInput`.
    """

    task_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    local_variables: Mapping[str, Any] = field(default_factory=dict)
    check_form: bool = False


@dataclass(frozen=True, slots=True)
class ClaimTask(Command):
    """Take a task that is offered; refused where another person has it (`AlreadyClaimed`)."""

    task_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class UnclaimTask(Command):
    """Give a task back to its candidates."""

    task_id: str


@dataclass(frozen=True, slots=True)
class AssignTask(Command):
    """Set the assignee without asking who has it (operator, with a reason)."""

    task_id: str
    user_id: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DelegateTask(Command):
    """Let somebody else do a task and give it back: its assignee becomes the owner where it has none."""

    task_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class ResolveTask(Command):
    """Give a delegated task back to its owner."""

    task_id: str


@dataclass(frozen=True, slots=True)
class UpdateTask(Command):
    """Change due date, follow-up date, priority, name, description or owner; only names in `changes` change."""

    task_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SaveTaskDraft(Command):
    """Keep what the person has typed so far; replaces the earlier draft of the same person and task."""

    task_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetTaskVariables(Command):
    """Write variables as a task sees them, or in its own scope when `local`."""

    task_id: str
    variables: Mapping[str, Any]
    deletions: tuple[str, ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class ReportTaskBpmnError(Command):
    """Report a modelled error at a user task."""

    task_id: str
    error_code: str
    message: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UrgeTask(Command):
    """催办: remind the people who hold a task; logged, with a note."""

    task_id: str
    note: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MarkTaskOpened(Command):
    """Who may do the task has looked at it: from now on nobody takes it back (`WithdrawTask`). Twice is once."""

    task_id: str


@dataclass(frozen=True, slots=True)
class ReturnTask(Command):
    """退回: give an open task back to a human task that was completed before it, which begins again.

    `to_element_id` is one of those that `ReturnTargetsQuery` names. What came of that task is cancelled; where this is
    more than the task itself, `with_siblings` must say so. The task begun again goes to whoever held it before, unless
    `to_previous` says otherwise. For who may do the task, and operators. Raises `InvalidState` with the reason.
    """

    task_id: str
    to_element_id: str
    reason: str
    with_siblings: bool = False
    to_previous: bool = True


@dataclass(frozen=True, slots=True)
class WithdrawTask(Command):
    """撤回: take a task back that one has completed, before anybody has opened what came of it.

    `task_id` is the completed task. Only waiting, unopened human tasks may have come of it, in the same transaction:
    else the work has gone on, or out. For who completed it, and operators. Raises `InvalidState` with the reason.
    """

    task_id: str
    reason: str | None = None
