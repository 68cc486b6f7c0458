"""The write buffers of one transaction: rows are changed in memory first and reach the database in one batch per table.

Three kinds of table: `TrackedRows` (known by id, guarded by a row version), `KeyedRows` (the last write per key wins)
and `AppendedRows` (insert only).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table

from app.domain.errors import Conflict
from app.persistence import statements
from app.persistence.dialects import Backend

Row = dict[str, Any]

_ID, _STORED = statements.ID, statements.STORED
_GUARDED = {"preserve_rowcount": True}


def lost_race(table: Table) -> Conflict:
    """The error of a row that somebody else changed or removed first."""
    return Conflict(
        f"数据已被他人更改，请刷新后重试（{table.name}）", f"{table.name}: the row was changed by another transaction"
    )


@dataclass(slots=True)
class TrackedRows:
    """Rows of one table with an `id` and a row version: identity map and write buffer in one.

    With `stays` (rows never leave the table in normal life) new and changed rows travel in one upsert.
    """

    table: Table
    guard: str = "row_version"
    stays: bool = False
    rows: dict[str, Row] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    created: set[str] = field(default_factory=set)
    _stored: dict[str, int] = field(default_factory=dict)
    _dirty: dict[str, None] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)
    _deletes: list[Row] = field(default_factory=list)
    _matches: dict[tuple[str, ...], list[Row]] = field(default_factory=dict)

    def know(self, row: Mapping[Any, Any], *, locked: bool = False) -> Row | None:
        """Remember a row as read; what this transaction already knows or changed goes before. None when it is gone."""
        row_id = row["id"]
        if row_id in self.gone:
            return None
        fresh = locked and row_id not in self.locked and row_id not in self._dirty
        if row_id not in self.rows or fresh:
            self.rows[row_id] = dict(row)
            self._stored[row_id] = row[self.guard]
        if locked:
            self.locked.add(row_id)
        return self.rows[row_id]

    def add(self, row: Row) -> None:
        """A new row."""
        self.rows[row["id"]] = {**row, self.guard: row.get(self.guard) or 1}
        self._dirty[row["id"]] = None
        self.created.add(row["id"])

    def change(self, row_id: str, changes: Mapping[str, Any], *, bump: bool = True) -> Row:
        """Change columns of a known row. Raises `Conflict` where the row is gone.

        Without `bump` the row version stays: for what a list shows, not what a command decides by.
        """
        row = self.rows.get(row_id)
        if row is None:
            raise lost_race(self.table)
        unknown = changes.keys() - row.keys()
        if unknown:
            raise ValueError(f"{self.table.name} has no columns {sorted(unknown)}")
        row.update(changes)
        row[self.guard] += bump
        self._changed.update(changes)
        self._dirty[row_id] = None
        return row

    def delete(self, row_id: str) -> None:
        """Remove a row; removing twice does nothing."""
        if row_id in self.gone:
            return
        self._forget(row_id)
        if row_id in self._stored:
            self._deletes.append({_ID: row_id, _STORED: self._stored[row_id]})

    def delete_matching(self, **match: str) -> None:
        """Remove every row whose columns equal `match`, known or not."""
        for row_id in [i for i, row in self.rows.items() if all(row[name] == match[name] for name in match)]:
            self._forget(row_id)
        self._matches.setdefault(tuple(match), []).append({f"{name}_": value for name, value in match.items()})

    def discard(self) -> None:
        """Forget everything known; used where rows were removed by other means."""
        self.gone.update(self.rows)
        self.rows.clear()
        self._dirty.clear()

    @property
    def pending(self) -> bool:
        """Whether `flush` has something to write."""
        return bool(self._dirty or self._deletes or self._matches)

    def fetch(self, connection: Connection, ids: Iterable[str]) -> None:
        """Load the rows of `ids` that are not known yet, in one statement."""
        missing = [row_id for row_id in dict.fromkeys(ids) if row_id not in self.rows and row_id not in self.gone]
        if missing:
            for row in connection.execute(statements.by_ids(self.table), {statements.IDS: missing}).mappings():
                self.know(row)

    def flush(self, connection: Connection, backend: Backend) -> None:
        """Write everything: removals, then new and changed rows. Raises `Conflict` where a row version moved on."""
        self._flush_deletes(connection)
        # In the order of ids, so that two transactions never wait for each other crosswise.
        dirty = sorted(self._dirty)
        fresh = [self.rows[i] for i in dirty if i not in self._stored]
        changed = [{**self.rows[i], _STORED: self._stored[i]} for i in dirty if i in self._stored]
        # Only columns that some row changed: naming an indexed column costs SQLite its index entry, changed or not.
        columns = frozenset(self._changed | {self.guard})
        if changed and self.stays:
            upsert = statements.guarded_upsert(type(backend), self.table, self.guard, columns)
            self._guarded(connection, upsert, [{**row, _STORED: 0} for row in fresh] + changed)
        else:
            if fresh:
                connection.execute(statements.plain_insert(type(backend), self.table), fresh)
            batch = [{_ID: row["id"], _STORED: row[_STORED], **{c: row[c] for c in columns}} for row in changed]
            self._guarded(connection, statements.guarded_update(self.table, self.guard), batch)
        for row_id in dirty:
            self._stored[row_id] = self.rows[row_id][self.guard]
        self._dirty.clear()
        self._changed.clear()

    def _flush_deletes(self, connection: Connection) -> None:
        self._guarded(connection, statements.guarded_delete(self.table, self.guard), self._deletes)
        self._deletes = []
        for names, batch in self._matches.items():
            connection.execute(statements.matching_delete(self.table, names), batch)
        self._matches = {}

    def _guarded(self, connection: Connection, statement: Any, batch: list[Row]) -> None:
        if batch:
            result = connection.execute(statement, batch, execution_options=_GUARDED)
            if result.rowcount != len(batch):
                raise lost_race(self.table)

    def _forget(self, row_id: str) -> None:
        self.gone.add(row_id)
        self.rows.pop(row_id, None)
        self._dirty.pop(row_id, None)


@dataclass(slots=True)
class KeyedRows:
    """Rows written blind, by key: opened and closed in one upsert.

    `kept` columns are set by the first write only; `kept_when_closed` are left alone where the column `closing` is set.
    """

    table: Table
    kept: frozenset[str] = frozenset()
    closing: str | None = None
    kept_when_closed: frozenset[str] = frozenset()
    rows: dict[tuple[Any, ...], Row] = field(default_factory=dict)

    def put(self, row: Row) -> None:
        """Write a row; a row of the same key still in the buffer is merged, its `kept` columns stay."""
        key = tuple(row[column.name] for column in self.table.primary_key)
        earlier = self.rows.get(key)
        if earlier is None:
            self.rows[key] = row
        else:
            earlier.update({name: value for name, value in row.items() if name not in self.kept})

    @property
    def pending(self) -> bool:
        """Whether `flush` has something to write."""
        return bool(self.rows)

    def flush(self, connection: Connection, backend: Backend) -> None:
        """One upsert for all rows, in key order, so that two transactions never wait for each other crosswise."""
        if self.rows:
            upsert = statements.keyed_upsert(type(backend), self.table, self.kept, self.closing, self.kept_when_closed)
            connection.execute(upsert, [self.rows[key] for key in sorted(self.rows)])
            self.rows = {}


@dataclass(slots=True)
class AppendedRows:
    """Rows that are only ever inserted."""

    table: Table
    rows: list[Row] = field(default_factory=list)

    def append(self, row: Row) -> None:
        """Take a row; columns left out are NULL or the database's default."""
        self.rows.append(row)

    @property
    def pending(self) -> bool:
        """Whether `flush` has something to write."""
        return bool(self.rows)

    def flush(self, connection: Connection, backend: Backend) -> None:
        """One insert for all rows."""
        if self.rows:
            connection.execute(statements.plain_insert(type(backend), self.table), self.rows)
            self.rows = []
