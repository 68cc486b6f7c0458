"""Whom a change concerns: who may see a task or a case, without what is in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AudienceQuery:
    """Who sees these tasks, or saw them while they were open, and who sees these cases. Answered with `Audience`.

    It names people without asking who wants to know: for the engine's own hints only.
    """

    tasks: frozenset[str] = frozenset()
    instances: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Watched:
    """One task or case; who oversees its `unit` sees it too."""

    id: str
    unit: str | None
    people: frozenset[str]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Audience:
    """The tasks that were asked for, and the cases that were asked for or hold one of those tasks."""

    tasks: tuple[Watched, ...] = ()
    instances: tuple[Watched, ...] = ()
