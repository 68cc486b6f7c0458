"""Reading and writing the records of `app.domain.office_records` inside a transaction."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

R = TypeVar("R")


class OfficeRecords(Protocol):
    """All registers of the office; `kind` is a record class, `key` its primary key in the order of its columns."""

    def find(self, kind: type[R], /, *key: Any, lock: bool = False) -> R | None:
        """The record, or None. `lock` takes the row lock where the database has one."""

    def get(self, kind: type[R], /, *key: Any, lock: bool = False) -> R:
        """The record. Raises `NotFound`."""

    def list(self, kind: type[R], /, **equal: Any) -> tuple[R, ...]:
        """The records whose columns have these values, in the order of their table."""

    def add(self, record: Any) -> None:
        """A new record. Raises `Conflict` where its key was taken meanwhile."""

    def put(self, record: Any) -> None:
        """Write a record that was read, or that may be there already."""

    def next_in(self, series: str, year: int) -> int:
        """The next number of a series: 1, 2, 3, ... without gaps. Others of the series wait until this one commits."""
