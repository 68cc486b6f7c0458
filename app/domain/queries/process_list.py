"""What the desks ask of all deployed processes at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StartableQuery:
    """The processes the actor may start by hand. Answered with a tuple of `StartableProcess`, by name."""


@dataclass(frozen=True, slots=True)
class StartableProcess:
    """The newest version of a process that a person may start."""

    definition_id: str
    key: str
    name: str | None
    description: str | None
    form_key: str | None


@dataclass(frozen=True, slots=True)
class NamesQuery:
    """The names that the newest versions of all processes use, for editors. Answered with `UsedNames`."""


@dataclass(frozen=True, slots=True)
class UsedNames:
    """Names a designer may refer to, each sorted."""

    messages: tuple[str, ...]
    topics: tuple[str, ...]
    deadlines: tuple[str, ...]
