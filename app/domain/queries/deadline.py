"""Lists of deadlines with rule, article, base and calendar version. Answered with the records of the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort


@dataclass(frozen=True, slots=True)
class DeadlineQuery:
    """Deadlines of instances an actor may see. Answered with a `Page` of `Deadline`. Sort: due deadline_id id."""

    ids: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    activity_instance_ids: tuple[str, ...] = ()
    task_ids: tuple[str, ...] = ()
    deadline_ids: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    estimated: bool | None = None
    late: bool | None = None
    """Open and past due."""
    due_before: datetime | None = None
    due_after: datetime | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS
