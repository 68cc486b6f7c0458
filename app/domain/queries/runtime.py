"""Queries that need a model, a marking or a form besides rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.model.form import FormModel


@dataclass(frozen=True, slots=True)
class TaskFormQuery:
    """The deployed form of an open task with its data. Answered with a `FormView`. Raises `NotFound`."""

    task_id: str


@dataclass(frozen=True, slots=True)
class StartFormQuery:
    """The deployed form with which a process is started. Answered with a `FormView`. Raises `NotFound`."""

    definition_id: str


@dataclass(frozen=True, slots=True)
class FormView:
    """A form to fill; `model` is None where the element has no deployed form, `key` may then name another kind."""

    key: str | None
    model: FormModel | None
    data: Mapping[str, Any] = field(default_factory=dict)
    """Variables as the task sees them."""
    names: frozenset[str] = frozenset()
    """Those of them that the form needs: of its fields, their conditions and their lists of options."""
    draft: Mapping[str, Any] | None = None
    """What the actor had typed."""
    binding: str | None = None
    """Of a deployed form: latest, deployment or version."""


@dataclass(frozen=True, slots=True)
class ActivityTreeQuery:
    """Where a running instance stands. Answered with the `ActivityNode` of the instance. Raises `NotFound`."""

    instance_id: str


@dataclass(frozen=True, slots=True)
class ActivityNode:
    """One open activity instance with what is open in it; the root is the process instance."""

    id: str
    element_id: str
    name: str | None
    kind: str
    state: str
    """``scope``, ``activity``, ``event_gateway``, ``async_before`` (Camunda: a transition) or ``async_after``."""
    parent_id: str | None
    children: tuple[ActivityNode, ...] = ()


@dataclass(frozen=True, slots=True)
class AdHocQuery:
    """What the actor may begin in the ad-hoc sub-processes of a running instance. Answered with `AdHocWork`s."""

    instance_id: str


@dataclass(frozen=True, slots=True)
class AdHocActivity:
    """One activity that may be begun now."""

    element_id: str
    name: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class AdHocWork:
    """One open ad-hoc sub-process, as far as the actor has a say in it."""

    scope_id: str
    element_id: str
    name: str | None
    activities: tuple[AdHocActivity, ...]
    may_end: bool
    """Whether a person ends it (no completion condition), and the actor may."""


@dataclass(frozen=True, slots=True)
class NextJobDue:
    """When the next job may run. Answered with a datetime, or None where no job waits."""


@dataclass(frozen=True, slots=True)
class DeployedDigest:
    """What the latest deployment of a name and source holds. Answered with `digest` of its resources, or None."""

    name: str
    source: str
