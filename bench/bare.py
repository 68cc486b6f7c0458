"""The yardstick: the very writes of completions, replayed on a copy of the same database by the bare driver."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event, make_url

from app.persistence.store import SqlStore
from bench.office import Place

Write = tuple[str, Any, bool]
"""Statement, parameters, whether they are many."""


@contextmanager
def recorded(store: SqlStore) -> Iterator[list[list[Write]]]:
    """The writing statements of each transaction that is committed inside the block."""
    transactions: list[list[Write]] = []
    current: list[Write] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            current.append((statement, parameters, many))

    def commit(_connection: Any) -> None:
        if current:
            transactions.append(list(current))
        current.clear()

    writer = store.backend.engines[0]
    event.listen(writer, "before_cursor_execute", note)
    event.listen(writer, "commit", commit)
    try:
        yield transactions
    finally:
        event.remove(writer, "before_cursor_execute", note)
        event.remove(writer, "commit", commit)


def replay(place: Place, url: str, transactions: list[list[Write]]) -> list[float]:
    """Seconds of each transaction, from BEGIN to the end of COMMIT."""
    if place.postgres is not None:
        with psycopg.connect(
            host=str(place.postgres.directory), user="postgres", dbname=make_url(url).database
        ) as bare:
            return [_timed(bare.cursor(), writes, "BEGIN", bare.commit) for writes in transactions]
    file = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        file.execute(f"PRAGMA {pragma}")
    try:
        return [_timed(file.cursor(), writes, "BEGIN IMMEDIATE", file.commit) for writes in transactions]
    finally:
        file.close()


def _timed(cursor: Any, writes: list[Write], begin: str, commit: Callable[[], None]) -> float:
    started = time.perf_counter()
    if begin != "BEGIN":  # psycopg begins by itself
        cursor.execute(begin)
    for statement, parameters, many in writes:
        (cursor.executemany if many else cursor.execute)(statement, parameters)
    commit()
    return time.perf_counter() - started
