"""The marking: where the tokens of one instance stand, and nothing else (design rule 4).

No program, no variables, no history. A finished part leaves no trace here, so the size depends on what waits, never on
how long the instance has lived.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Wait(StrEnum):
    """Why a token stands still."""

    ACTIVITY = "a"
    """At an activity or event that is completed from outside."""
    EVENT_GATEWAY = "g"
    ASYNC_BEFORE = "b"
    ASYNC_AFTER = "f"


class ScopeKind(StrEnum):
    """What opened a scope."""

    PROCESS = "p"
    SUB_PROCESS = "s"
    EVENT_SUB_PROCESS = "e"
    MULTI_INSTANCE = "m"


@dataclass(slots=True)
class Token:
    """A token at rest; its id is the activity instance id of what it waits in."""

    id: str
    element: str
    scope: str
    wait: Wait
    inner: bool = False
    """Whether it is one instance of a multi-instance body (its scope)."""
    is_local: bool = False
    """Whether the activity has a variable scope of its own."""


@dataclass(slots=True)
class Loop:
    """The counters of a multi-instance body."""

    total: int
    started: int = 0
    completed: int = 0


@dataclass(slots=True)
class Scope:
    """An open scope: the process, a sub-process, an event sub-process or a multi-instance body."""

    id: str
    element: str
    parent: str
    kind: ScopeKind
    inner: bool = False
    loop: Loop | None = None


@dataclass(slots=True)
class Marking:
    """Everything that waits in one instance.

    `arrivals` counts the tokens that wait at joins: (scope id, gateway id) -> flow id -> number.
    """

    root: str
    scopes: dict[str, Scope] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    arrivals: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def tokens_in(self, scope_id: str) -> list[Token]:
        """The tokens standing directly in a scope."""
        return [token for token in self.tokens.values() if token.scope == scope_id]

    def scopes_in(self, scope_id: str) -> list[Scope]:
        """The scopes opened directly in a scope."""
        return [scope for scope in self.scopes.values() if scope.parent == scope_id and scope.id != scope_id]

    def is_empty(self, scope_id: str) -> bool:
        """Whether nothing waits in a scope any longer."""
        if any(token.scope == scope_id for token in self.tokens.values()):
            return False
        if any(scope.parent == scope_id and scope.id != scope_id for scope in self.scopes.values()):
            return False
        return not any(place[0] == scope_id and flows for place, flows in self.arrivals.items())

    def arrive(self, scope_id: str, element: str, flow: str) -> dict[str, int]:
        """One more token waits at a join; returns the counts of that join."""
        counts = self.arrivals.setdefault((scope_id, element), {})
        counts[flow] = counts.get(flow, 0) + 1
        return counts

    def consume(self, scope_id: str, element: str, flows: tuple[str, ...]) -> None:
        """Take one token per flow from a join."""
        counts = self.arrivals[(scope_id, element)]
        for flow in flows:
            counts[flow] -= 1
            if not counts[flow]:
                del counts[flow]
        if not counts:
            del self.arrivals[(scope_id, element)]
