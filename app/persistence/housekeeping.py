"""Work for quiet hours: files nobody refers to any longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Column, Connection, Text, cast, func, select

from app.persistence.store import SqlStore
from app.persistence.tables import metadata
from app.persistence.types import JsonText

_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_LENGTH = 64
_BATCH = 1000


def sweep_files(store: SqlStore, older_than_s: float = 24 * 3600) -> int:
    """Remove stored files that no row names and that are older than any transaction; returns how many went.

    Every text or JSON column keeps the files whose SHA-256 stands anywhere in it, unless its `info` says otherwise
    (`NAMES_NO_FILES`): a table nobody thought of must not lose its papers.
    """
    with store.backend.reading() as connection:
        referenced = set(_referenced(connection))
    return store.files.sweep(referenced, older_than_s)


def _referenced(connection: Connection) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, Text | JsonText) and column.info.get("files", True):
                yield from _named_in(connection, column)


def _named_in(connection: Connection, column: Column[str]) -> Iterator[str]:
    text = cast(column, Text)
    long_enough = select(text).where(func.length(text) >= _LENGTH)
    for (value,) in connection.execution_options(yield_per=_BATCH).execute(long_enough):
        yield from _SHA256.findall(value)
