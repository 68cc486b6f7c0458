"""Commands for many instances: lists and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort


@dataclass(frozen=True, slots=True)
class BatchQuery:
    """Batches, for those who may start them. Answered with a `Page` of `BatchView`. Sort: id created."""

    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    finished: bool | None = None
    """Nothing waits or has failed any more."""
    suspended: bool | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch and how far it has come."""

    id: str
    kind: str
    total: int
    created_at: datetime
    created_by: str
    reason: str | None
    suspended: bool
    remaining: int
    """Jobs that are left, failed ones among them."""
    failed: int
    ended_at: datetime | None
    """When its last instance was done, where none is left."""


@dataclass(frozen=True, slots=True)
class BatchItemQuery:
    """The report of a batch, instance by instance. Answered with a `Page` of `BatchItemView`. Sort: instance_id."""

    batch_ids: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class BatchItemView:
    """One instance of a batch. `state`: open, done, failed (`message` says why) or canceled."""

    instance_id: str
    state: str
    message: str | None
    done_at: datetime | None
