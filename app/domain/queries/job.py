"""Lists of jobs. Answered with the records of `app.domain.records`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort
from app.domain.values import JobKind


@dataclass(frozen=True, slots=True)
class JobQuery:
    """Jobs of instances an actor may see. Answered with a `Page` of `Job`.

    Sort: id instance_id definition_id definition_key priority retries due created.
    """

    ids: tuple[str, ...] = ()
    kinds: tuple[JobKind, ...] = ()
    instance_ids: tuple[str, ...] = ()
    activity_instance_ids: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    definition_keys: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    with_retries: bool | None = None
    executable: bool | None = None
    """Due, with retries left, not suspended and not leased."""
    acquired: bool | None = None
    failed: bool | None = None
    """With an error of its last run."""
    error_message: str | None = None
    suspended: bool | None = None
    due_before: datetime | None = None
    due_after: datetime | None = None
    created_before: datetime | None = None
    created_after: datetime | None = None
    min_priority: int | None = None
    max_priority: int | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS
