"""Marking to bytes and back: compact JSON, compressed, behind a version byte.

Every layout that was ever released stays readable: `tests/unit/interpreter/test_codec.py` holds saved bytes of each.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from app.domain.errors import InvalidState
from app.interpreter.done import DoneLog
from app.interpreter.marking import Loop, Marking, Scope, ScopeKind, Token, Wait

VERSION = 1
"""The layout of the bytes."""
ENGINE_VERSION = 1
"""The rules by which the marking was made; saved with it, so that a later engine can tell whose it is."""
_LEVEL = 1  # Speed before size: a marking is a few hundred bytes.


def encode(marking: Marking) -> bytes:
    """The bytes of a marking; equal markings give equal bytes."""
    body: dict[str, Any] = {
        "e": ENGINE_VERSION,
        "r": marking.root,
        "s": [_scope_row(scope) for scope in marking.scopes.values()],
        "t": [_token_row(token) for token in marking.tokens.values()],
        "j": marking.arrivals,
    }
    happened = {id: found for id, found in marking.happened.items() if found and marking.holds(id)}
    if happened:
        body["h"] = happened
    if marking.resetting:
        body["g"] = marking.resetting
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return bytes([VERSION]) + zlib.compress(text.encode(), _LEVEL)


def decode(state: bytes) -> Marking:
    """The marking of some bytes. Raises `InvalidState` for bytes of another make."""
    if state[:1] != bytes([VERSION]):
        raise _unreadable()
    try:
        body: dict[str, Any] = json.loads(zlib.decompress(state[1:]))
    except (zlib.error, ValueError) as error:
        raise _unreadable() from error
    marking = Marking(body["r"], arrivals=body["j"], resetting=body.get("g", {}), happened=body.get("h", {}))
    for row in body["s"]:
        marking.open(_scope(*row))
    for row in body["t"]:
        marking.rest(_token(*row))
    return marking


def _token_row(token: Token) -> list[Any]:
    row: list[Any] = [token.id, token.element, token.scope, token.wait.value, int(token.inner)]
    if token.listener or token.done:
        row.append(token.listener)
    if token.done:
        row.append(token.done.rows())
    return row


def _token(
    id: str, element: str, scope: str, wait: str, inner: int, listener: int = 0, done: list[Any] | None = None
) -> Token:
    return Token(id, element, scope, Wait(wait), bool(inner), listener, DoneLog(done))


def _scope_row(scope: Scope) -> list[Any]:
    row: list[Any] = [scope.id, scope.element, scope.parent, scope.kind.value, int(scope.inner), _loop_row(scope.loop)]
    if scope.closing:
        row.append(1)
    if scope.done or scope.undoing:
        row.append([int(scope.undoing), scope.done.rows()])
    return row


def _loop_row(loop: Loop | None) -> list[int] | None:
    if loop is None:
        return None
    row = [loop.total, loop.started, loop.completed]
    return [*row, loop.canceled, loop.removed] if loop.canceled else row


def _scope(
    id: str, element: str, parent: str, kind: str, inner: int, loop: list[int] | None, *extras: int | list[Any]
) -> Scope:
    """A number says that the scope is closing, a list what can be undone."""
    scope = Scope(id, element, parent, ScopeKind(kind), bool(inner), Loop(*loop) if loop else None)
    for extra in extras:
        if isinstance(extra, int):
            scope.closing = bool(extra)
        else:
            scope.undoing, scope.done = bool(extra[0]), DoneLog(extra[1])
    return scope


def _unreadable() -> InvalidState:
    return InvalidState(
        "实例状态已损坏，或由不同版本的引擎保存，无法读取",
        "The state is damaged, or was saved by another version of the engine",
    )
