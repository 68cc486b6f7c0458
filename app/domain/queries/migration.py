"""What a migration would do, before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.migration import ActivityFailure, MigrationPlan


@dataclass(frozen=True, slots=True)
class GeneratePlanQuery:
    """The plan that maps what is alike. Answered with a valid `MigrationPlan`. Raises `NotFound`."""

    source_definition_id: str
    target_definition_id: str
    update_event_triggers: bool = False


@dataclass(frozen=True, slots=True)
class PlanReportQuery:
    """What is wrong with a plan. Answered with a tuple of `PlanFailure`, empty for a valid one. Raises `NotFound`."""

    plan: MigrationPlan


@dataclass(frozen=True, slots=True)
class MigrationReportQuery:
    """What stands in the way of each instance. Answered with a tuple of `InstanceReport`; nothing is changed.

    For those who may migrate. Raises `NotFound`, `NotAllowed`, `PlanInvalid`.
    """

    plan: MigrationPlan
    instance_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstanceReport:
    """One instance: what cannot be migrated; it can be where nothing is named."""

    instance_id: str
    failures: tuple[ActivityFailure, ...] = ()
