"""Lists of deployments and their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort


@dataclass(frozen=True, slots=True)
class DeploymentQuery:
    """Deployments. Answered with a `Page` of `Deployment`. Sort: id name deployed."""

    ids: tuple[str, ...] = ()
    name: str | None = None
    name_like: str | None = None
    source: str | None = None
    without_source: bool | None = None
    deployed_before: datetime | None = None
    deployed_after: datetime | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class ResourcesQuery:
    """The files of a deployment without their content. Answered with a tuple of `ResourceView`, by name."""

    deployment_id: str


@dataclass(frozen=True, slots=True)
class ResourceView:
    """One file of a deployment."""

    id: str
    deployment_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ResourceContentQuery:
    """One file, by its id. Answered with a `ResourceContent`, or None."""

    deployment_id: str
    resource_id: str


@dataclass(frozen=True, slots=True)
class ResourceContent:
    """Name and bytes of a deployed file."""

    name: str
    content: bytes
