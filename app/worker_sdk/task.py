"""One piece of work: an external task with its variables, as a worker function sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, TypeVar

from app.worker_sdk.errors import Refused
from app.worker_sdk.office import OfficeClient

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ClaimedTask:
    """What a transport hands over. `token` fences off a worker whose lease went to somebody else."""

    id: str
    topic: str
    token: int | None
    variables: Mapping[str, Any]
    """Plain values: None, bool, numbers, str, aware datetime, lists and mappings."""
    retries: int | None = None
    business_key: str | None = None
    instance_id: str | None = None
    element_id: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    """`camunda:property` of the element."""


@dataclass(frozen=True, slots=True)
class Task:
    """The task with typed access to its variables and the office client bound to it.

    A variable that is missing or of another type raises `Refused`: the diagram is wrong, trying again is no help.
    """

    claimed: ClaimedTask
    office: OfficeClient
    zone: tzinfo
    """The office's own, for what people read."""

    @property
    def id(self) -> str:
        """The external task id: the key under which everything done for it is done once."""
        return self.claimed.id

    @property
    def business_key(self) -> str | None:
        """Business key of the instance."""
        return self.claimed.business_key

    def get(self, name: str, default: Any = None) -> Any:
        """The plain value; null and missing are the default."""
        value = self.claimed.variables.get(name)
        return default if value is None else value

    def text(self, name: str) -> str:
        """A text that must be there."""
        return self._typed(name, str)

    def maybe_text(self, name: str) -> str | None:
        """A text, or None."""
        return self.text(name) if self.get(name) not in (None, "") else None

    def integer(self, name: str) -> int:
        """A whole number that must be there."""
        return self._typed(name, int)

    def flag(self, name: str) -> bool:
        """True only where the value is true: null is not."""
        return self.get(name) is True

    def moment(self, name: str) -> datetime:
        """An aware moment that must be there; ISO text is read as one."""
        return as_moment(self.get(name), name)

    def maybe_moment(self, name: str) -> datetime | None:
        """A moment, or None."""
        return self.moment(name) if self.get(name) not in (None, "") else None

    def items(self, name: str) -> list[Any]:
        """A list; a single value is a list of one, null an empty one."""
        value = self.get(name, [])
        return list(value) if isinstance(value, list | tuple) else [value]

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object; null is an empty one."""
        value = self.get(name, {})
        if not isinstance(value, Mapping):
            raise Refused("invalid_input", f"variable {name} is no object")
        return value

    def _typed(self, name: str, kind: type[T]) -> T:
        value = self.get(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Refused("invalid_input", f"variable {name} is no {kind.__name__}: {value!r}")
        return value


def as_moment(value: Any, name: str) -> datetime:
    """An aware datetime out of a datetime or ISO text. Raises `Refused`."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Refused("invalid_input", f"variable {name} is no moment: {value!r}") from error
    if moment.tzinfo is None:
        raise Refused("invalid_input", f"variable {name} has no time zone: {value!r}")
    return moment
