"""What SQLite and PostgreSQL do differently, as one interface; all differences live in this package."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, Table


class Backend(ABC):
    """One database: its connections, its locks, its way to say that a race was lost."""

    name: str
    url: URL

    @property
    @abstractmethod
    def engines(self) -> tuple[Engine, ...]:
        """Every engine in use (the writer first), for counting statements and for disposal."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A connection inside a writing transaction; commits at the end, rolls back on any exception."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one consistent state and cannot write."""

    @staticmethod
    @abstractmethod
    def insert(table: Table) -> Any:
        """The dialect's INSERT with `on_conflict_do_update`."""

    @staticmethod
    @abstractmethod
    def locking(statement: Select[Any], *tables: Table, skip: bool = False) -> Select[Any]:
        """Take row locks on `tables` where the database has them; `skip` leaves out rows others hold."""

    @abstractmethod
    def now(self, connection: Connection) -> datetime:
        """The database's own time (aware, UTC)."""

    @abstractmethod
    def check_durable(self) -> None:
        """Refuse (`Unavailable`) a database that may lose acknowledged commits; asked when a server starts."""

    def close(self) -> None:
        """Give all connections back."""
        for engine in self.engines:
            engine.dispose()
