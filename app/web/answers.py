"""How calls hand on commands and answer lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request

from app.domain.commands import Command
from app.domain.errors import InvalidInput
from app.domain.values import Page
from app.web.guard import actor
from app.web.house import house

T = TypeVar("T")
Json = dict[str, Any]
_LONGEST_KEY = 128


def execute(command: Command, part: str = "") -> Any:
    """Carry out a command for the person who calls, once per `Idempotency-Key`.

    Where a call needs several commands, `part` tells them apart.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 8 <= len(key) <= _LONGEST_KEY:
        raise InvalidInput("Idempotency-Key 须为 8 至 128 个字符", "an Idempotency-Key has 8 to 128 characters")
    return house().door.execute(command, actor(), f"{key}/{part}" if key and part else key)


def ask(query: Any) -> Any:
    """Answer a query for the person who calls."""
    return house().door.ask(query, actor())


def listed(page: Page[T], row: Callable[[T], Json]) -> Json:
    """A page as JSON."""
    return {"rows": [row(each) for each in page.rows], "total": page.total, "next": page.next_cursor}
