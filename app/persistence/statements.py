"""The statements of the write buffers, built once per table and dialect: building costs more than running them."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, Table, Update, bindparam, case, delete, select, update

from app.persistence.dialects import Backend

WANTED = "wanted"
ID = "id_"
IDS = "ids_"
STORED = "stored_version_"
"""Names of bound values: the id asked for, the row's id, several ids, and the row version the database should have."""


@cache
def by_id(backend: type[Backend], table: Table, ended: str | None, *, lock: bool) -> Select[Any]:
    """The row `WANTED`, where it has not ended; with `lock` it stays ours to the end of the transaction."""
    statement = select(table).where(table.c.id == bindparam(WANTED))
    if ended is not None:
        statement = statement.where(table.c[ended].is_(None))
    return backend.locking(statement, table) if lock else statement


@cache
def by_ids(table: Table) -> Select[Any]:
    """The rows of `IDS`."""
    return select(table).where(table.c.id.in_(bindparam(IDS, expanding=True)))


@cache
def guarded_update(table: Table, guard: str) -> Update:
    """Change a row that still has the expected row version."""
    return update(table).where(table.c.id == bindparam(ID), table.c[guard] == bindparam(STORED))


@cache
def guarded_delete(table: Table, guard: str) -> Delete:
    """Remove a row that still has the expected row version."""
    return delete(table).where(table.c.id == bindparam(ID), table.c[guard] == bindparam(STORED))


@cache
def matching_delete(table: Table, names: tuple[str, ...]) -> Delete:
    """Remove the rows whose columns `names` equal the bound values `<name>_`."""
    return delete(table).where(*(table.c[name] == bindparam(f"{name}_") for name in names))


@cache
def guarded_upsert(backend: type[Backend], table: Table, guard: str, changing: frozenset[str]) -> Any:
    """Insert a row, or change the columns `changing` where it still has the expected row version."""
    statement = backend.insert(table)
    columns = {name: statement.excluded[name] for name in changing}
    return statement.on_conflict_do_update(
        index_elements=["id"], set_=columns, where=table.c[guard] == bindparam(STORED)
    )


@cache
def keyed_upsert(
    backend: type[Backend], table: Table, kept: frozenset[str], closing: str | None, kept_when_closed: frozenset[str]
) -> Any:
    """Insert a row or change it by its primary key (see `KeyedRows`)."""
    statement = backend.insert(table)
    keys = [column.name for column in table.primary_key]
    changing: dict[str, ColumnElement[Any]] = {
        c.name: statement.excluded[c.name] for c in table.c if c.name not in keys and c.name not in kept
    }
    if closing is not None:
        is_open = statement.excluded[closing].is_(None)
        for name in kept_when_closed:
            changing[name] = case((is_open, changing[name]), else_=table.c[name])
    return statement.on_conflict_do_update(index_elements=keys, set_=changing)


@cache
def plain_insert(backend: type[Backend], table: Table) -> Any:
    """Insert rows without asking for what the database adds."""
    return backend.insert(table).inline()
