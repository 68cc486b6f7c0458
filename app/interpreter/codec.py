"""Marking to bytes and back: compact JSON, compressed, behind a version byte.

Every layout that was ever released stays readable: `tests/unit/interpreter/test_codec.py` holds saved bytes of each.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from app.domain.errors import InvalidState
from app.interpreter.marking import Loop, Marking, Scope, ScopeKind, Token, Wait

VERSION = 1
"""The layout of the bytes."""
ENGINE_VERSION = 1
"""The rules by which the marking was made; saved with it, so that a later engine can tell whose it is."""
_LEVEL = 1  # Speed before size: a marking is a few hundred bytes.


def encode(marking: Marking) -> bytes:
    """The bytes of a marking; equal markings give equal bytes."""
    body = {
        "e": ENGINE_VERSION,
        "r": marking.root,
        "s": [_scope_row(scope) for scope in marking.scopes.values()],
        "t": [_token_row(token) for token in marking.tokens.values()],
        "j": marking.arrivals,
    }
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
    marking = Marking(body["r"], arrivals=body["j"])
    for id, element, parent, kind, inner, loop, *closing in body["s"]:
        counters = Loop(*loop) if loop else None
        marking.open(Scope(id, element, parent, ScopeKind(kind), bool(inner), counters, bool(closing)))
    for id, element, scope, wait, inner, *listener in body["t"]:
        marking.rest(Token(id, element, scope, Wait(wait), bool(inner), *listener))
    return marking


def _token_row(token: Token) -> list[Any]:
    row = [token.id, token.element, token.scope, token.wait.value, int(token.inner)]
    return [*row, token.listener] if token.listener else row


def _scope_row(scope: Scope) -> list[Any]:
    row = [scope.id, scope.element, scope.parent, scope.kind.value, int(scope.inner), _loop_row(scope.loop)]
    return [*row, 1] if scope.closing else row


def _loop_row(loop: Loop | None) -> list[int] | None:
    if loop is None:
        return None
    row = [loop.total, loop.started, loop.completed]
    return [*row, loop.canceled, loop.removed] if loop.canceled else row


def _unreadable() -> InvalidState:
    return InvalidState(
        "实例状态已损坏，或由不同版本的引擎保存，无法读取",
        "The state is damaged, or was saved by another version of the engine",
    )
