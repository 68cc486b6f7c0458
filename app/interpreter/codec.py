"""Marking to bytes and back: compact JSON, compressed, behind a version byte.

Golden state files (`tests/golden`) hold every version that was ever released; a new version reads the old ones.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from app.domain.errors import InvalidState
from app.interpreter.marking import Loop, Marking, Scope, ScopeKind, Token, Wait

VERSION = 1
_LEVEL = 1  # Speed before size: a marking is a few hundred bytes.


def encode(marking: Marking) -> bytes:
    """The bytes of a marking; equal markings give equal bytes."""
    body = {
        "r": marking.root,
        "s": [_scope_row(scope) for scope in marking.scopes.values()],
        "t": [[t.id, t.element, t.scope, t.wait.value, int(t.inner), int(t.is_local)] for t in marking.tokens.values()],
        "j": [[place[0], place[1], flows] for place, flows in marking.arrivals.items()],
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return bytes([VERSION]) + zlib.compress(text.encode(), _LEVEL)


def decode(state: bytes) -> Marking:
    """The marking of some bytes. Raises `InvalidState` for bytes of another make."""
    if not state or state[0] != VERSION:
        raise InvalidState(
            "实例状态由不同版本的引擎保存，无法读取", "The state was saved by another version of the engine"
        )
    body: dict[str, Any] = json.loads(zlib.decompress(state[1:]))
    marking = Marking(body["r"])
    for row in body["s"]:
        scope = Scope(row[0], row[1], row[2], ScopeKind(row[3]), bool(row[4]), Loop(*row[5]) if row[5] else None)
        marking.scopes[scope.id] = scope
    for row in body["t"]:
        token = Token(row[0], row[1], row[2], Wait(row[3]), bool(row[4]), bool(row[5]))
        marking.tokens[token.id] = token
    for scope_id, element, flows in body["j"]:
        marking.arrivals[(scope_id, element)] = flows
    return marking


def _scope_row(scope: Scope) -> list[Any]:
    loop = [scope.loop.total, scope.loop.started, scope.loop.completed] if scope.loop else None
    return [scope.id, scope.element, scope.parent, scope.kind.value, int(scope.inner), loop]
