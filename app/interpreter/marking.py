"""The marking: where the tokens of one instance stand, and nothing else (design rule 4).

No program, no variables, no history. A finished part leaves no trace here unless it can be undone, so the size depends
on what waits, never on how long the instance has lived.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.interpreter.done import DoneLog


class Wait(StrEnum):
    """Why a token stands still."""

    ACTIVITY = "a"
    """At an activity or event that is completed from outside."""
    EVENT_GATEWAY = "g"
    ASYNC_BEFORE = "b"
    ASYNC_AFTER = "f"
    START_LISTENER = "l"
    """In an activity that has begun, until a worker has done the work of a start listener."""
    END_LISTENER = "m"
    """In an activity that is done, until a worker has done the work of an end listener."""


AT_LISTENER = frozenset({Wait.START_LISTENER, Wait.END_LISTENER})


class ScopeKind(StrEnum):
    """What opened a scope."""

    PROCESS = "p"
    SUB_PROCESS = "s"
    EVENT_SUB_PROCESS = "e"
    MULTI_INSTANCE = "m"
    """The body around the instances of a multi-instance activity, or the turns of a loop."""
    AD_HOC = "a"
    COMPENSATION = "c"
    """An event that has thrown compensation, while handlers run."""


LOOP_COUNTER = "loopCounter"
"""The variable that holds the number of an instance, from 0."""


@dataclass(slots=True)
class Token:
    """A token at rest; its id is the activity instance id of what it waits in.

    A token that stops after an activity has an id of its own, because the activity instance has ended.
    """

    id: str
    element: str
    scope: str
    wait: Wait
    inner: bool = False
    """Whether it is one instance of a multi-instance body (its scope)."""
    listener: int = 0
    """Which of the listeners of the event it waits for, by number from 0."""
    done: DoneLog = field(default_factory=DoneLog)
    """What was done in the sub-process at whose end listener it waits."""


@dataclass(slots=True)
class Loop:
    """The counters of a multi-instance body."""

    total: int
    started: int = 0
    completed: int = 0
    canceled: int = 0
    """Begun, and cancelled from outside while the body went on."""
    removed: int = 0
    """Of those cancelled, the ones that no longer count (减签)."""

    @property
    def active(self) -> int:
        """How many instances are open."""
        return self.started - self.completed - self.canceled


@dataclass(slots=True)
class Scope:
    """An open scope: see `ScopeKind`."""

    id: str
    element: str
    parent: str
    kind: ScopeKind
    inner: bool = False
    loop: Loop | None = None
    closing: bool = False
    """Of an ad-hoc sub-process: nothing begins in it any more; it is over when it is empty."""
    done: DoneLog = field(default_factory=DoneLog)
    """What was completed in it and can still be undone."""
    undoing: bool = False
    """It was completed before, and is open again only while what was done in it is undone."""


Counts = dict[str, int]
"""Tokens waiting at a join, by incoming flow."""


@dataclass(slots=True)
class Marking:
    """Everything that waits in one instance, indexed by scope so that no question looks at all of it.

    `arrivals` counts the tokens that wait at joins: scope id -> gateway id -> flow id -> number. `resetting` names the
    complex gateways that have fired and wait for late tokens: scope id -> gateway id -> the flows that gave one.
    """

    root: str
    scopes: dict[str, Scope] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    arrivals: dict[str, dict[str, Counts]] = field(default_factory=dict)
    resetting: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    happened: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """Of events that take all their definitions, those that happened: holder -> element -> numbers of the parts."""
    _inside: dict[str, dict[str, None]] = field(default_factory=dict)

    def rest(self, token: Token) -> None:
        """Put a token to rest."""
        self.tokens[token.id] = token
        self._inside.setdefault(token.scope, {})[token.id] = None

    def take(self, token_id: str) -> Token:
        """Take a resting token away."""
        token = self.tokens.pop(token_id)
        self._leave(token.scope, token_id)
        return token

    def open(self, scope: Scope) -> None:
        """Open a scope."""
        self.scopes[scope.id] = scope
        if scope.id != self.root:
            self._inside.setdefault(scope.parent, {})[scope.id] = None

    def close(self, scope_id: str) -> Scope:
        """Close a scope; what may still stand in it is the caller's business."""
        scope = self.scopes.pop(scope_id)
        self.resetting.pop(scope_id, None)
        self._leave(scope.parent, scope_id)
        return scope

    def scope_of(self, activity_id: str) -> str:
        """The scope around a resting token or an open scope."""
        token = self.tokens.get(activity_id)
        return token.scope if token is not None else self.scopes[activity_id].parent

    def holds(self, id: str) -> bool:
        """Whether a token rests or a scope is open under this id."""
        return id in self.tokens or id in self.scopes

    def tokens_in(self, scope_id: str) -> list[Token]:
        """The tokens standing directly in a scope."""
        return [self.tokens[id] for id in self._inside.get(scope_id, ()) if id in self.tokens]

    def scopes_in(self, scope_id: str) -> list[Scope]:
        """The scopes opened directly in a scope."""
        return [self.scopes[id] for id in self._inside.get(scope_id, ()) if id in self.scopes]

    def shown_in(self, scope_id: str, element: str) -> str:
        """The open scope of the sub-process or process `element` that holds what stands in `scope_id`.

        That is `scope_id` itself but for what runs inside an event that has thrown compensation.
        """
        scope = self.scopes[scope_id]
        if scope.kind is not ScopeKind.COMPENSATION:
            return scope_id
        while scope.element != element:
            scope = self.scopes[scope.parent]
        return scope.id

    def is_empty(self, scope_id: str) -> bool:
        """Whether nothing waits in a scope any longer."""
        return not self._inside.get(scope_id) and not self.arrivals.get(scope_id)

    def arrive(self, scope_id: str, element: str, flow: str) -> Counts:
        """One more token waits at a join; returns the counts of that join."""
        counts = self.arrivals.setdefault(scope_id, {}).setdefault(element, {})
        counts[flow] = counts.get(flow, 0) + 1
        return counts

    def consume(self, scope_id: str, element: str, flows: tuple[str, ...]) -> None:
        """Take one token per flow from a join."""
        joins = self.arrivals[scope_id]
        counts = joins[element]
        for flow in flows:
            counts[flow] -= 1
            if not counts[flow]:
                del counts[flow]
        if not counts:
            del joins[element]
        if not joins:
            del self.arrivals[scope_id]

    def drop(self, scope_id: str, element: str, flow: str) -> None:
        """Drop the tokens that came to a join by one flow."""
        counts = self.arrivals[scope_id][element]
        del counts[flow]
        if not counts:
            self.forget_arrivals(scope_id, element)

    def forget_reset(self, scope_id: str, element: str) -> None:
        """A complex gateway waits for start again."""
        gateways = self.resetting[scope_id]
        del gateways[element]
        if not gateways:
            del self.resetting[scope_id]

    def forget_arrivals(self, scope_id: str, element: str) -> None:
        """Drop the tokens that wait at a join."""
        joins = self.arrivals[scope_id]
        del joins[element]
        if not joins:
            del self.arrivals[scope_id]

    def _leave(self, scope_id: str, id: str) -> None:
        inside = self._inside.get(scope_id, {})
        inside.pop(id, None)
        if not inside:
            self._inside.pop(scope_id, None)
