"""Lists of process, decision and form definitions, and how much runs on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort


@dataclass(frozen=True, slots=True)
class DefinitionQuery:
    """Definitions of any kind (`kind` process, decision or form). Answered with a `Page` of `DefinitionView`.

    Sort: id key name version deployment_id deployed version_tag kind.
    """

    kind: str | None = None
    ids: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    key_like: str | None = None
    name: str | None = None
    name_like: str | None = None
    version: int | None = None
    latest: bool | None = None
    deployment_id: str | None = None
    deployed_after: datetime | None = None
    deployed_at: datetime | None = None
    resource_name: str | None = None
    resource_name_like: str | None = None
    suspended: bool | None = None
    startable: bool | None = None
    version_tag: str | None = None
    version_tag_like: str | None = None
    without_version_tag: bool | None = None
    incident_id: str | None = None
    incident_kind: str | None = None
    with_running: bool = False
    """Also count running instances and open incidents."""
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """One version of a definition."""

    id: str
    kind: str
    key: str
    version: int
    name: str | None
    version_tag: str | None
    deployment_id: str
    resource_name: str
    suspended: bool
    startable: bool
    history_time_to_live: int | None
    deployed_at: datetime
    deployed_by: str | None
    note: str | None
    running: int | None = None
    incidents: int | None = None


@dataclass(frozen=True, slots=True)
class ElementStatisticsQuery:
    """What runs where in a process definition. Answered with a tuple of `ElementStatistics`."""

    definition_id: str


@dataclass(frozen=True, slots=True)
class ElementStatistics:
    """The numbers on one element of a diagram."""

    element_id: str
    running: int
    failed_jobs: int
    incidents: int


@dataclass(frozen=True, slots=True)
class DefinitionContentQuery:
    """The file behind a definition. Answered with a `ResourceContent`, or None."""

    definition_id: str
