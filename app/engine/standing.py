"""Where an instance stands, in a few words for the operation log."""

from __future__ import annotations

from app.engine.stepping.running import Running


def standing(running: Running) -> list[str]:
    """The element ids of everything that waits, sorted; nothing where the instance has ended."""
    if running.finished:
        return []
    tokens = running.context.interpreter.waiting(running.process.program, running.instance.marking)
    return sorted(token.element_id for token in tokens if not token.is_scope)
