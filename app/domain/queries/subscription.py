"""Lists of event subscriptions. Answered with the records of `app.domain.records`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.queries.common import ALL_ROWS, Paging, Sort
from app.domain.values import SubscriptionKind


@dataclass(frozen=True, slots=True)
class SubscriptionQuery:
    """What waits for a message, signal or condition. Answered with a `Page` of `EventSubscription`.

    Sort: created id.
    """

    ids: tuple[str, ...] = ()
    kinds: tuple[SubscriptionKind, ...] = ()
    names: tuple[str, ...] = ()
    instance_ids: tuple[str, ...] = ()
    activity_instance_ids: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS
