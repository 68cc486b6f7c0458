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
