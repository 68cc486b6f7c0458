"""What all repositories share: finding one row by id, and turning rows into records this transaction knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, select

from app.domain.errors import NotFound
from app.persistence import statements
from app.persistence.rows import to_record
from app.persistence.session import Session
from app.persistence.writes import Row, TrackedRows

R = TypeVar("R")


class Lookup(Generic[R]):
    """Reads of one tracked table, restricted to `open_rows` (rows that have not ended)."""

    def __init__(
        self,
        session: Session,
        rows: TrackedRows,
        record: type[R],
        words: tuple[str, str],
        ended: str | None = None,
    ) -> None:
        self.session = session
        self.rows = rows
        self._record = record
        self._words = words
        self._ended = ended

    def get(self, row_id: str, *, lock: bool = False) -> R:
        """The record. Raises `NotFound` where there is none, or it has ended."""
        found = self.find(row_id, lock=lock)
        if found is None:
            zh, en = self._words
            raise NotFound(f"{zh}不存在：{row_id}", f"{en} {row_id} does not exist")
        return found

    def find(self, row_id: str, *, lock: bool = False) -> R | None:
        """The record, or None."""
        row = self.known(row_id, lock=lock)
        if row is None and row_id not in self.rows.gone:
            wanted = statements.by_id(
                type(self.session.backend), self.rows.table, self._ended, lock=lock and self.session.locks
            )
            found = self.session.read(wanted, {statements.WANTED: row_id})
            row = self.rows.know(found[0], locked=lock) if found else None
        return self.record(row)

    def known(self, row_id: str, *, lock: bool) -> Row | None:
        """The row where this transaction has it already, locked if asked for."""
        if lock and row_id not in self.rows.locked and row_id not in self.rows.created:
            return None
        return self.rows.rows.get(row_id)

    def record(self, row: Row | None) -> R | None:
        """The record of a row; None where it has ended."""
        if row is None or (self._ended is not None and row[self._ended] is not None):
            return None
        return to_record(self._record, row)

    def list(self, *conditions: ColumnElement[bool], order: Iterable[Any] = ()) -> tuple[R, ...]:
        """All records that fulfil `conditions`, in `order` (by id where none is given)."""
        return self.records(self._select(*conditions).order_by(*(order or [self.rows.table.c.id])))

    def records(self, statement: Select[Any], *, locked: bool = False) -> tuple[R, ...]:
        """The records of a query over the whole table row."""
        records = (self.record(self.rows.know(row, locked=locked)) for row in self.session.read(statement))
        return tuple(record for record in records if record is not None)

    def _select(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        table = self.rows.table
        statement = select(table).where(*conditions)
        if self._ended is not None:
            statement = statement.where(table.c[self._ended].is_(None))
        return statement
