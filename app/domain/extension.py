"""What a package adds to the house: its commands, queries, rights and tables; `app.bootstrap` collects them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.commands import Command
from app.domain.context import Handler
from app.domain.values import Right


@dataclass(frozen=True, slots=True)
class Extension:
    """All by type; a type that two packages name is a mistake that `merged` reports."""

    handlers: Mapping[type[Command], Handler] = field(default_factory=dict)
    rights: Mapping[type[Command], frozenset[Right]] = field(default_factory=dict)
    """Any one of the rights is enough; a command that is not listed is for the engine alone."""
    queries: Mapping[type[Any], Handler] = field(default_factory=dict)
    """Queries that need more than SQL, answered as `(query, context)`."""
    repositories: Mapping[type[Any], Callable[[Any], Any]] = field(default_factory=dict)
    """Protocol -> maker of its repository for one session of the store."""
    answers: Mapping[type[Any], Callable[[Any, Any], Any]] = field(default_factory=dict)
    """Query type -> answer straight from SQL."""


def merged(*extensions: Extension) -> Extension:
    """All of them in one. Raises `ValueError` where two add the same type."""
    return Extension(*(_joined(name, extensions) for name in Extension.__slots__))


def _joined(name: str, extensions: tuple[Extension, ...]) -> dict[type[Any], Any]:
    joined: dict[type[Any], Any] = {}
    for extension in extensions:
        part: Mapping[type[Any], Any] = getattr(extension, name)
        twice = joined.keys() & part.keys()
        if twice:
            raise ValueError(f"registered twice: {', '.join(sorted(kind.__name__ for kind in twice))}")
        joined.update(part)
    return joined
