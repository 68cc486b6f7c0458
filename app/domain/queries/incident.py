"""Lists of incidents, open and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort


@dataclass(frozen=True, slots=True)
class IncidentQuery:
    """Incidents of instances an actor may see. Answered with a `Page` of `IncidentView`.

    Sort: id created kind message instance_id definition_id element_id configuration.
    """

    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    message: str | None = None
    message_like: str | None = None
    instance_ids: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    definition_keys: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    activity_instance_ids: tuple[str, ...] = ()
    configuration: str | None = None
    created_before: datetime | None = None
    created_after: datetime | None = None
    open: bool | None = True
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident."""

    id: str
    kind: str
    created_at: datetime
    message: str
    instance_id: str | None
    definition_id: str | None
    definition_key: str | None
    activity_instance_id: str | None
    element_id: str | None
    configuration: str | None
    closed_at: datetime | None
    resolved: bool | None
