"""Lists of human tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.queries.common import ALL_ROWS, Paging, Sort, VariableFilter


class TaskBox(StrEnum):
    """The clerk's lists."""

    MINE = "mine"
    """Assigned to me, or to somebody I stand in for."""
    GROUPS = "groups"
    """Offered to me or my groups, taken by nobody."""
    DONE = "done"
    """Ended, done by me or in my name."""


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Tasks an actor may see. Answered with a `Page` of `TaskView`.

    Filters left at None or empty do not filter; `ended` is False for open tasks, True for ended ones, None for all.
    `*_like` takes SQL wildcards (``%``). `any_of`: at least one of these queries must match as well (Camunda's
    `orQueries`: fields of one of them are combined by or).
    Sort: id name name_ignore_case assignee created updated due follow_up priority description instance_id
    definition_key ended.
    """

    box: TaskBox | None = None
    ids: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    business_keys: tuple[str, ...] = ()
    business_key_like: str | None = None
    definition_ids: tuple[str, ...] = ()
    definition_keys: tuple[str, ...] = ()
    definition_name: str | None = None
    definition_name_like: str | None = None
    element_ids: tuple[str, ...] = ()
    not_element_ids: tuple[str, ...] = ()
    element_id_like: str | None = None
    activity_instance_ids: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    not_assignees: tuple[str, ...] = ()
    assignee_like: str | None = None
    owner: str | None = None
    involved_user: str | None = None
    candidate_user: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_group_like: str | None = None
    include_assigned: bool = False
    """With candidate filters: also tasks that somebody has taken."""
    assigned: bool | None = None
    with_candidate_users: bool | None = None
    with_candidate_groups: bool | None = None
    delegation: str | None = None
    name: str | None = None
    not_name: str | None = None
    name_like: str | None = None
    not_name_like: str | None = None
    description: str | None = None
    description_like: str | None = None
    priority: int | None = None
    min_priority: int | None = None
    max_priority: int | None = None
    due_at: datetime | None = None
    due_before: datetime | None = None
    due_after: datetime | None = None
    without_due: bool | None = None
    follow_up_at: datetime | None = None
    follow_up_before: datetime | None = None
    follow_up_after: datetime | None = None
    follow_up_before_or_none: datetime | None = None
    created_at: datetime | None = None
    created_before: datetime | None = None
    created_after: datetime | None = None
    updated_after: datetime | None = None
    ended_before: datetime | None = None
    ended_after: datetime | None = None
    suspended: bool | None = None
    late: bool | None = None
    unit: str | None = None
    text: str | None = None
    """Part of name, title of the case or business key."""
    process_variables: tuple[VariableFilter, ...] = ()
    task_variables: tuple[VariableFilter, ...] = ()
    ended: bool | None = False
    any_of: tuple[TaskQuery, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class TaskView:
    """One row of a task list."""

    id: str
    instance_id: str
    definition_id: str
    definition_key: str
    definition_name: str | None
    activity_instance_id: str
    element_id: str
    scope_id: str
    name: str | None
    description: str | None
    title: str | None
    """Of the case: its root variable `title`."""
    business_key: str | None
    unit: str | None
    assignee: str | None
    owner: str | None
    candidate_users: tuple[str, ...]
    candidate_groups: tuple[str, ...]
    stand_in_for: str | None
    """The person the actor would do the task for, where that is not the actor."""
    created_at: datetime
    updated_at: datetime | None
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    form_key: str | None
    form_binding: str | None
    delegation: str | None
    suspended: bool
    deadline_id: str | None
    version: int
    ended_at: datetime | None
    end_reason: str | None
    ended_by: str | None
    ended_for: str | None


@dataclass(frozen=True, slots=True)
class TaskDraftQuery:
    """What the actor had typed into a task's form. Answered with a dict, or None."""

    task_id: str


@dataclass(frozen=True, slots=True)
class DeskCountsQuery:
    """The numbers on the menu. Answered with `DeskCounts`."""


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much waits for the actor; `overdue` is a part of `mine` and `groups`."""

    mine: int
    groups: int
    overdue: int
    incidents: int


@dataclass(frozen=True, slots=True)
class ReturnTargetsQuery:
    """Where an open task can be given back to. Answered with a tuple of `ReturnTarget`, the last completed first.

    For who may do the task, and operators. Raises `NotFound`, `NotAllowed`.
    """

    task_id: str


@dataclass(frozen=True, slots=True)
class ReturnTarget:
    """One completed human task that led to the open one."""

    task_id: str
    element_id: str
    name: str | None
    assignee: str | None
    ended_at: datetime
    ended_by: str | None
    ended_for: str | None
    cancels: tuple[str, ...]
    """Element ids of what a return there cancels besides the task itself: `with_siblings` must be said."""
