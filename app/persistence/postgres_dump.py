"""A logical dump of our own tables through COPY, because `pg_dump` may not be on the server's machine."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Connection, inspect

from app.persistence import schema
from app.persistence.dialects import backend_for

_CHUNK = 1 << 20


def dump(connection: Connection, folder: Path) -> None:
    """One file per table, all from the snapshot of `connection`; the first line names the columns."""
    folder.mkdir()
    inspector = inspect(connection)
    with _raw(connection).cursor() as cursor:
        for table in schema.tables(connection):
            columns = [column["name"] for column in inspector.get_columns(table)]
            with (folder / f"{table}.copy").open("wb") as file:
                file.write(("\t".join(columns) + "\n").encode())
                with cursor.copy(_copy("COPY {} ({}) TO STDOUT", table, columns)) as copy:
                    for part in copy:
                        file.write(part)


def load(url: str, folder: Path) -> None:
    """Fill the empty tables of a database from a dump, in one transaction, and move the sequences on."""
    backend = backend_for(url)
    try:
        with backend.writing() as connection, _raw(connection).cursor() as cursor:
            for table in schema.tables(connection):
                _load_table(cursor, table, folder / f"{table}.copy")
            for table, column in _identities(connection):
                _move_sequence(cursor, table, column)
    finally:
        backend.close()


def _load_table(cursor: psycopg.Cursor[object], table: str, path: Path) -> None:
    with path.open("rb") as file:
        columns = file.readline().decode().rstrip("\n").split("\t")
        with cursor.copy(_copy("COPY {} ({}) FROM STDIN", table, columns)) as copy:
            while part := file.read(_CHUNK):
                copy.write(part)


def _identities(connection: Connection) -> list[tuple[str, str]]:
    inspector = inspect(connection)
    return [
        (table, column["name"])
        for table in schema.tables(connection)
        for column in inspector.get_columns(table)
        if column.get("identity")
    ]


def _move_sequence(cursor: psycopg.Cursor[object], table: str, column: str) -> None:
    statement = sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), COALESCE(MAX({}), 0) + 1, false) FROM {}")
    cursor.execute(
        statement.format(sql.Literal(table), sql.Literal(column), sql.Identifier(column), sql.Identifier(table))
    )


def _copy(text: str, table: str, columns: list[str]) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL(text).format(sql.Identifier(table), names)


def _raw(connection: Connection) -> psycopg.Connection[object]:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - tells mypy what this dialect always has
    return raw
