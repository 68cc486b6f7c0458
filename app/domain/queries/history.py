"""What happened: activities, the operation log, evaluated decisions, values a variable once had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.queries.common import ALL_ROWS, Paging, Sort
from app.domain.values import TypedValue


@dataclass(frozen=True, slots=True)
class ActivityQuery:
    """Activity instances, running and ended. Answered with a `Page` of `ActivityView`.

    Sort: id instance_id element_id name kind started ended duration definition_id (oldest first by default).
    """

    ids: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    definition_keys: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    name: str | None = None
    name_like: str | None = None
    assignee: str | None = None
    finished: bool | None = None
    canceled: bool | None = None
    started_before: datetime | None = None
    started_after: datetime | None = None
    ended_before: datetime | None = None
    ended_after: datetime | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class ActivityView:
    """One activity instance."""

    id: str
    parent_id: str
    instance_id: str
    root_instance_id: str
    definition_id: str
    definition_key: str
    element_id: str
    name: str | None
    kind: str
    started_at: datetime
    ended_at: datetime | None
    canceled: bool
    task_id: str | None
    assignee: str | None
    on_behalf_of: str | None
    called_instance_id: str | None
    done_by: str | None = None
    """Who finished a human task; it may never have been claimed."""


@dataclass(frozen=True, slots=True)
class OperationQuery:
    """The user operation log, newest first. Answered with a `Page` of `OperationView`. Sort: at."""

    instance_ids: tuple[str, ...] = ()
    task_ids: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    actor: str | None = None
    on_behalf_of: str | None = None
    operations: tuple[str, ...] = ()
    entity: str | None = None
    entity_id: str | None = None
    after: datetime | None = None
    before: datetime | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class OperationView:
    """One entry of the operation log."""

    id: str
    at: datetime
    operation: str
    entity: str
    entity_id: str
    actor: str
    on_behalf_of: str | None
    reason: str | None
    instance_id: str | None
    task_id: str | None
    definition_id: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VariableHistoryQuery:
    """Every value variables of one instance had, oldest first. Answered with a `Page` of `VariableHistoryView`."""

    instance_id: str
    scope_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class VariableHistoryView:
    """One write of a variable; `value` is None where it was removed."""

    id: str
    instance_id: str
    scope_id: str
    name: str
    at: datetime
    actor: str | None
    value: TypedValue | None


@dataclass(frozen=True, slots=True)
class DecisionQuery:
    """Evaluated decisions, newest first. Answered with a `Page` of `DecisionView`. Sort: at decision_key."""

    ids: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    activity_instance_ids: tuple[str, ...] = ()
    decision_keys: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One evaluation of a decision."""

    id: str
    instance_id: str | None
    activity_instance_id: str | None
    decision_key: str
    definition_id: str | None
    at: datetime
    inputs: Mapping[str, Any]
    outputs: Any
    matched_rules: tuple[str, ...]
