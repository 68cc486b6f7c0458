"""Short ways to evaluate a text, and a bean to call."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.domain.ports.clock import Bean
from app.expressions import GLOBAL_BEAN, Language, Options, compile_expression

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def _fail() -> None:
    raise ValueError("no such post")


BEANS: dict[str, Bean] = {
    "calendar": {"wd": lambda start, days: (start, days), "hours": 8, "now": lambda: NOON},
    "org": {"holders": lambda post: [f"{post}-1", f"{post}-2"], "fail": _fail, "leak": lambda: object()},
    "task": {"assignee": "wang"},
    GLOBAL_BEAN: {"now": lambda: NOON},
}


def juel(text: str, scope: dict[str, Any] | None = None, options: Options | None = None) -> Any:
    """The value of a JUEL text."""
    return compile_expression(text, Language.JUEL, options or Options()).evaluate(scope or {}, BEANS)


def feel(text: str, scope: dict[str, Any] | None = None, options: Options | None = None) -> Any:
    """The value of a FEEL text."""
    return compile_expression(text, Language.FEEL, options or Options()).evaluate(scope or {}, BEANS)
