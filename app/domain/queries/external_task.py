"""Lists of external tasks. Answered with the records of `app.domain.records`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort, VariableFilter


@dataclass(frozen=True, slots=True)
class ExternalTaskQuery:
    """External tasks of instances an actor may see. Answered with a `Page` of `ExternalTask`.

    Sort: id locked_until instance_id definition_id definition_key priority created.
    """

    ids: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    worker_id: str | None = None
    locked: bool | None = None
    with_retries: bool | None = None
    locked_after: datetime | None = None
    locked_before: datetime | None = None
    element_ids: tuple[str, ...] = ()
    activity_instance_ids: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    definition_keys: tuple[str, ...] = ()
    suspended: bool | None = None
    min_priority: int | None = None
    max_priority: int | None = None
    process_variables: tuple[VariableFilter, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS
