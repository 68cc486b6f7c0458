"""What operators change, as data: migrations, and commands for many instances (see `app.domain.events`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.records import Batch, BatchItem, Definition


@dataclass(frozen=True, slots=True)
class ActivityMoved:
    """An open activity instance as another definition has it; `element_id` with ``#multiInstanceBody`` of a body."""

    element_id: str
    name: str | None
    kind: str
    parent_id: str
    begun: bool = True
    """Whether history has a row of it (an asynchronous stop has none)."""


@dataclass(frozen=True, slots=True)
class InstanceMigrated:
    """The instance goes on under another definition; everything that waits keeps its id and follows."""

    instance_id: str
    expected_version: int
    definition: Definition
    marking: bytes
    at: datetime
    activities: Mapping[str, ActivityMoved]
    waits: Mapping[tuple[str, str], str]
    """(activity instance, element before) -> element: where jobs and subscriptions belong now."""


@dataclass(frozen=True, slots=True)
class BatchStarted:
    """A batch waits with its jobs."""

    batch: Batch
    items: tuple[BatchItem, ...]


@dataclass(frozen=True, slots=True)
class BatchItemDone:
    """One instance of a batch is done."""

    batch_id: str
    instance_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BatchChanged:
    """Suspended or active again."""

    batch_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BatchRemoved:
    """A batch is gone with its report; its jobs were ended."""

    batch_id: str
