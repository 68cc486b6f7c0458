"""Work for quiet hours: files nobody refers to any longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Column, Connection, select

from app.persistence.store import SqlStore
from app.persistence.tables import metadata

_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_BATCH = 1000


def sweep_files(store: SqlStore, older_than_s: float = 24 * 3600) -> int:
    """Remove stored files that no row names and that are older than any transaction; returns how many went.

    A column may name files when its `info` says `{"files": True}`, whatever stands around the SHA-256 in it.
    """
    with store.backend.reading() as connection:
        referenced = set(_referenced(connection))
    return store.files.sweep(referenced, older_than_s)


def _referenced(connection: Connection) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for column in table.c:
            if column.info.get("files"):
                yield from _named_in(connection, column)


def _named_in(connection: Connection, column: Column[str]) -> Iterator[str]:
    rows = connection.execution_options(yield_per=_BATCH).execute(select(column).where(column.is_not(None)))
    for (value,) in rows:
        yield from _SHA256.findall(str(value))
