"""Lists of process instances, running and ended: one row is both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.queries.common import ALL_ROWS, Paging, Sort, VariableFilter
from app.domain.values import InstanceState


@dataclass(frozen=True, slots=True)
class InstanceQuery:
    """Process instances an actor may see. Answered with a `Page` of `InstanceView`.

    Filters left at None or empty do not filter; `finished` None means running and ended ones. `*_like` takes SQL
    wildcards. `any_of`: at least one of these queries must match as well, its fields combined by or.
    Sort: id definition_id definition_key definition_name definition_version business_key title started ended
    duration state unit.
    """

    ids: tuple[str, ...] = ()
    not_ids: tuple[str, ...] = ()
    finished: bool | None = None
    states: tuple[InstanceState, ...] = ()
    business_keys: tuple[str, ...] = ()
    business_key_like: str | None = None
    definition_ids: tuple[str, ...] = ()
    definition_keys: tuple[str, ...] = ()
    not_definition_keys: tuple[str, ...] = ()
    definition_name: str | None = None
    definition_name_like: str | None = None
    deployment_id: str | None = None
    parent_id: str | None = None
    child_id: str | None = None
    root_id: str | None = None
    roots_only: bool | None = None
    leaves_only: bool | None = None
    with_incidents: bool | None = None
    incident_ids: tuple[str, ...] = ()
    incident_kind: str | None = None
    incident_message: str | None = None
    incident_message_like: str | None = None
    active_element_ids: tuple[str, ...] = ()
    executed_element_ids: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    late: bool | None = None
    """An open deadline or the due date of an open task is past."""
    text: str | None = None
    """Part of title or business key."""
    started_by: str | None = None
    mine: bool | None = None
    """Started by the actor or somebody the actor stands in for."""
    started_before: datetime | None = None
    started_after: datetime | None = None
    ended_before: datetime | None = None
    ended_after: datetime | None = None
    variables: tuple[VariableFilter, ...] = ()
    any_of: tuple[InstanceQuery, ...] = ()
    with_current: bool = False
    """Also tell where each instance stands (`InstanceView.current`)."""
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class CurrentElement:
    """One element at which an instance stands."""

    activity_instance_id: str
    element_id: str
    name: str | None
    kind: str
    since: datetime
    task_id: str | None = None
    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InstanceView:
    """One row of an instance list."""

    id: str
    definition_id: str
    definition_key: str
    definition_name: str | None
    definition_version: int | None
    version_tag: str | None
    root_id: str
    parent_id: str | None
    parent_activity_instance_id: str | None
    business_key: str | None
    title: str | None
    unit: str | None
    state: InstanceState
    version: int
    started_at: datetime
    started_by: str | None
    start_element_id: str | None
    ended_at: datetime | None
    end_element_id: str | None
    end_reason: str | None
    incidents: int
    due_at: datetime | None
    """The next due time: of an open deadline or an open task."""
    current: tuple[CurrentElement, ...] = ()
