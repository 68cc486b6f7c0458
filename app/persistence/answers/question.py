"""What an answer is given besides the query: who asks, when, and a connection that cannot write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, RowMapping

from app.domain.values import Actor


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one actor at one moment (aware, UTC)."""

    connection: Connection
    actor: Actor
    now: datetime

    def rows(self, statement: Executable) -> Sequence[RowMapping]:
        """The rows of a statement."""
        return self.connection.execute(statement).mappings().all()

    def scalar(self, statement: Executable) -> Any:
        """The single value of a statement."""
        return self.connection.execute(statement).scalar_one()
