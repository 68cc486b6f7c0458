"""Variables, current and of ended scopes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort, VariableFilter
from app.domain.values import TypedValue


@dataclass(frozen=True, slots=True)
class VariableQuery:
    """Variables of instances an actor may see. Answered with a `Page` of `VariableView`.

    `deleted` False: what exists now (of running instances; of ended ones what existed at the end); None: also what was
    removed. Sort: name type instance_id scope_id.
    """

    instance_ids: tuple[str, ...] = ()
    scope_ids: tuple[str, ...] = ()
    task_ids: tuple[str, ...] = ()
    """Variables in the own scopes of these tasks."""
    names: tuple[str, ...] = ()
    name_like: str | None = None
    types: tuple[str, ...] = ()
    values: tuple[VariableFilter, ...] = ()
    finished: bool | None = None
    """Of running (False) or ended (True) instances."""
    deleted: bool | None = False
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class VariableView:
    """One variable; its id is ``<scope id>:<name>``."""

    id: str
    name: str
    scope_id: str
    instance_id: str
    root_instance_id: str
    definition_id: str
    definition_key: str
    value: TypedValue
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    task_id: str | None
