"""The office's records inside a transaction: one repository for all of them, for they are kept alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, TypeVar, cast

from sqlalchemy import RowMapping, Select, Table, select

from app.domain import office_records as records
from app.domain.errors import NotFound
from app.persistence.session import Session
from app.persistence.tables import office as t

R = TypeVar("R")

_PLACES: dict[type[Any], tuple[Table, tuple[str, ...]]] = {
    records.Switch: (t.switch, ("position",)),
    records.Number: (t.number, ("year", "sequence")),
    records.RegisterRow: (t.register, ("year", "row_no")),
    records.Topic: (t.topic, ("registered_at", "topic_no")),
    records.Meeting: (t.meeting, ("starts_at", "meeting_no")),
    records.AgendaItem: (t.agenda_item, ("bound_at", "topic_no")),
    records.MaterialPackage: (t.package, ("submitted_at", "package_id")),
    records.Attendee: (t.attendee, ("position",)),
    records.Resolution: (t.resolution, ("position",)),
    records.Consultation: (t.consultation, ("sent_at", "consult_id")),
    records.Opinion: (t.opinion, ("position",)),
    records.Paper: (t.paper, ("created_at", "id")),
    records.Notice: (t.notice, ("sent_at", "id")),
    records.ArchiveFile: (t.archive, ("collected_at", "file_id")),
}
"""Record -> its table and the order of its lists."""

_TUPLES = frozenset({"problems", "posts", "documents", "manifest"})
"""Columns that hold a list as JSON and a tuple in the record."""


class OfficeReads:
    """Finding and listing records, in a transaction or for an answer."""

    def __init__(self, read: Callable[[Select[Any]], Sequence[RowMapping]]) -> None:
        self._read = read

    def find(self, kind: type[R], /, *key: Any, lock: bool = False) -> R | None:
        """The record, or None."""
        table, _ = _PLACES[kind]
        names = [column.name for column in table.primary_key]
        statement = _where(select(table), table, dict(zip(names, key, strict=True)))
        found = self._read(self._locked(statement, table) if lock else statement)
        return to_record(kind, found[0]) if found else None

    def get(self, kind: type[R], /, *key: Any, lock: bool = False) -> R:
        """The record. Raises `NotFound`."""
        record = self.find(kind, *key, lock=lock)
        if record is None:
            name = "/".join(map(str, key))
            raise NotFound(f"没有这条记录：{name}", f"there is no {kind.__name__} {name}")
        return record

    def list(self, kind: type[R], /, **equal: Any) -> tuple[R, ...]:
        """The records whose columns have these values."""
        table, order = _PLACES[kind]
        statement = _where(select(table), table, equal).order_by(*(table.c[name] for name in order))
        return tuple(to_record(kind, row) for row in self._read(statement))

    def _locked(self, statement: Select[Any], table: Table) -> Select[Any]:
        """An answer cannot lock; see `SqlOfficeRecords`."""
        return statement


class SqlOfficeRecords(OfficeReads):
    """`OfficeRecords`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.read)
        self._session = session

    def add(self, record: Any) -> None:
        """A new record."""
        table, _ = _PLACES[type(record)]
        self._session.execute(table.insert(), [to_row(record)])

    def put(self, record: Any) -> None:
        """Insert, or replace by primary key."""
        table, _ = _PLACES[type(record)]
        statement = self._session.backend.insert(table)
        changing = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
        keys = [column.name for column in table.primary_key]
        self._session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changing), [to_row(record)])

    def next_in(self, series: str, year: int) -> int:
        """Count up in one statement, so that the row lock is held from reading on."""
        first = self._session.backend.insert(t.series).values(series=series, year=year, last=1)
        counted = first.on_conflict_do_update(
            index_elements=["series", "year"], set_={"last": t.series.c.last + 1}
        ).returning(t.series.c.last)
        return cast(int, self._session.execute(counted).scalar_one())

    def _locked(self, statement: Select[Any], table: Table) -> Select[Any]:
        return self._session.backend.locking(statement, table) if self._session.locks else statement


def to_record(kind: type[R], row: Any) -> R:
    """The record of a row."""
    values = {field.name: row[field.name] for field in fields(cast(Any, kind))}
    for name in _TUPLES & values.keys():
        values[name] = tuple(values[name])
    return kind(**values)


def to_row(record: Any) -> dict[str, Any]:
    """The row of a record."""
    row = {field.name: getattr(record, field.name) for field in fields(record)}
    for name in _TUPLES & row.keys():
        row[name] = list(row[name])
    return row


def _where(statement: Select[Any], table: Table, equal: dict[str, Any]) -> Select[Any]:
    return statement.where(*(table.c[name] == value for name, value in equal.items()))
