"""Small value objects and enumerations used all over the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from app.domain.errors import EvaluationFailed


class InstanceState(StrEnum):
    """Life of a process instance; the words of Camunda's history."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    COMPLETED = "COMPLETED"
    EXTERNALLY_TERMINATED = "EXTERNALLY_TERMINATED"
    INTERNALLY_TERMINATED = "INTERNALLY_TERMINATED"


class JobKind(StrEnum):
    """What a job does when it runs."""

    TIMER = "timer"
    TIMER_START = "timer-start"
    ASYNC_CONTINUATION = "async-continuation"
    DELIVER_MESSAGE = "deliver-message"
    DELIVER_OUTBOX = "deliver-outbox"
    URGE = "urge"
    BATCH = "batch"
    """One instance's part of a batch."""


class SubscriptionKind(StrEnum):
    """What an event subscription waits for."""

    MESSAGE = "message"
    SIGNAL = "signal"
    CONDITION = "conditional"


class Right(StrEnum):
    """Named rights (architecture, section 6)."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    DESIGNER = "designer"
    ADMINISTRATOR = "administrator"
    WORKER = "worker"
    ANY_TASK = "any-task"
    """A machine account that may do every human task, as a Camunda client expects; never given to people."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something; `on_behalf_of` when a recorded stand-in acts for somebody."""

    user_id: str
    rights: frozenset[Right] = frozenset()
    groups: frozenset[str] = frozenset()
    stands_in_for: frozenset[str] = frozenset()
    """User ids this person may act for at this minute (absence table)."""
    on_behalf_of: str | None = None
    principal_groups: frozenset[tuple[str, str]] = frozenset()
    """`(user id, group id)` of everyone in `stands_in_for`: what lists need to know of offers to an absent person."""

    @property
    def is_system(self) -> bool:
        """Whether the engine itself acts (timer, job, message in house)."""
        return self.user_id == SYSTEM_USER

    def may(self, right: Right) -> bool:
        """Whether the actor holds `right`; the system holds all."""
        return self.is_system or right in self.rights


SYSTEM_USER = "banli"
SYSTEM = Actor(SYSTEM_USER, frozenset(Right))


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A variable's value with Camunda's type name.

    `type` is one of Null, Boolean, Short, Integer, Long, Double, Number, String, Date, Json, Object, Xml, File, Bytes.
    The Python value: None, bool, int, float or Decimal, str, aware datetime, JSON-able dict/list, bytes, `FileRef`.
    """

    type: str
    value: Any
    value_info: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file in the content-addressed store."""

    sha256: str
    name: str
    media_type: str
    size: int


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, with the number of all rows where it was asked for."""

    rows: tuple[T, ...]
    total: int | None = None
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class DueTime:
    """A computed time with where it came from (design rule 14)."""

    at: datetime
    rolled: bool = False
    estimated: bool = False
    calendar_version: str = ""


def priority_of(value: Any, default: int) -> int:
    """The priority an expression gave; null and empty mean `default`. Raises `EvaluationFailed` for no whole number."""
    if value is None or value == "":
        return default
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise EvaluationFailed(
            f"优先级“{str(value)[:40]}”不是整数。请改为整数或结果为整数的表达式。",
            f'The priority "{str(value)[:40]}" is no whole number. Make it one, or an expression that gives one.',
        ) from error
