"""The engine as everybody outside it sees it."""

from __future__ import annotations

from typing import Any, Protocol

from app.domain.commands import Command
from app.domain.values import Actor


class Door(Protocol):
    """The one door to everything that changes or reads."""

    def execute(self, command: Command, actor: Actor, idempotency_key: str | None = None) -> Any:
        """Carry out a command in a transaction of its own; see `app.engine.engine.Engine`."""

    def ask(self, query: Any, actor: Actor) -> Any:
        """Answer a query object."""
