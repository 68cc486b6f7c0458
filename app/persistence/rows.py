"""Records to rows and back: one pair of functions for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from app.domain.records import (
    Batch,
    BatchItem,
    Deadline,
    Definition,
    Deployment,
    EventSubscription,
    ExternalTask,
    Incident,
    Job,
    ProcessInstance,
    Resource,
    UserTask,
)
from app.domain.values import InstanceState, JobKind, SubscriptionKind

Row = Mapping[Any, Any]
R = TypeVar("R")

_FROM_ROW: dict[type[Any], dict[str, Callable[[Any], Any]]] = {
    ProcessInstance: {"state": InstanceState, "marking": lambda marking: marking or b""},
    UserTask: {"candidate_users": tuple, "candidate_groups": tuple},
    Job: {"kind": JobKind},
    EventSubscription: {"kind": SubscriptionKind},
}
_FIELDS: dict[type[Any], tuple[str, ...]] = {
    record: tuple(field.name for field in fields(record))
    for record in (
        Deployment, Resource, Definition, ProcessInstance, UserTask, ExternalTask, Job, EventSubscription, Incident,
        Deadline, Batch, BatchItem,
    )
}  # fmt: skip


def to_record(record: type[R], row: Row) -> R:
    """The record of a row; columns the record does not know are left out."""
    values = {name: row[name] for name in _FIELDS[record]}
    for name, convert in _FROM_ROW.get(record, {}).items():
        values[name] = convert(values[name])
    return record(**values)


def to_row(record: Any, **more: Any) -> dict[str, Any]:
    """A new row of a record, with what the table has besides; enumerations as text."""
    row = {name: plain(getattr(record, name)) for name in _FIELDS[type(record)]}
    row.update(more)
    return row


def plain(value: Any) -> Any:
    """A value as a row holds it: enumerations as text, tuples as lists."""
    if isinstance(value, InstanceState | JobKind | SubscriptionKind):
        return value.value
    return list(value) if isinstance(value, tuple) else value
