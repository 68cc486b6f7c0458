"""The database as the engine sees it: transactions to write, questions to read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from app.domain.ports.clock import Clock
from app.domain.values import Actor
from app.persistence.answers import ANSWERS, Question
from app.persistence.dialects import backend_for
from app.persistence.files import FolderFileStore
from app.persistence.session import Session
from app.persistence.unit_of_work import RepositoryFactory, SqlSnapshot, SqlUnitOfWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Registry:
    """What other packages add to the store: repositories by Protocol, answers by query type."""

    repositories: Mapping[type[Any], RepositoryFactory] = field(default_factory=dict)
    answers: Mapping[type[Any], Callable[[Question, Any], Any]] = field(default_factory=dict)


class SqlStore:
    """`Store` on SQLite or PostgreSQL; shared by all threads of a process.

    The schema must be there (`app.persistence.schema.upgrade`). On SQLite the process should hold a `ServerLock`.
    """

    def __init__(self, url: str, clock: Clock, files: FolderFileStore, registry: Registry | None = None) -> None:
        self.backend = backend_for(url)
        self.files = files
        self._clock = clock
        registry = registry or Registry()
        self._factories = registry.repositories
        self._answers = {**ANSWERS, **registry.answers}

    @contextmanager
    def transaction(self) -> Iterator[SqlUnitOfWork]:
        """One writing transaction: commits at the end of the block, rolls back on any exception.

        Raises `Conflict` where a race was lost, `Unavailable` where the database does not answer; after the latter
        the commit may have happened (the doubtful case: ask again with the idempotency key).
        """
        with self.backend.writing() as connection:
            session = Session(connection, self.backend)
            work = SqlUnitOfWork(session, self.files, self._factories)
            yield work
            session.flush()
        for action in work.actions:
            try:
                action()
            except Exception:
                # The transaction is durable; a failed wake-up only means that somebody polls later.
                log.exception("an after-commit action failed")

    @contextmanager
    def snapshot(self) -> Iterator[SqlSnapshot]:
        """One consistent state to read from, over a connection that cannot write."""
        with self.backend.reading() as connection:
            session = Session(connection, self.backend, locks=False)
            ask = partial(self._answer, connection)
            yield SqlSnapshot(session, self.files, self._factories, ask)

    def ask(self, query: Any, actor: Actor) -> Any:
        """Answer a query for an actor, from one consistent state. Raises `LookupError` for an unknown query."""
        with self.backend.reading() as connection:
            return self._answer(connection, query, actor)

    def _answer(self, connection: Connection, query: Any, actor: Actor) -> Any:
        answer = self._answers.get(type(query))
        if answer is None:
            raise LookupError(f"no answer is registered for {type(query).__name__}")
        return answer(Question(connection, actor, self._clock.now()), query)

    def now(self) -> datetime:
        """The database's time: the one clock of several nodes (aware, UTC)."""
        with self.backend.reading() as connection:
            return self.backend.now(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.backend.close()
