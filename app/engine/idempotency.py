"""Answers of writing calls that carried a key, kept as JSON and given again on repeat (design rule 9)."""

from __future__ import annotations

import hashlib
from typing import Any

from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import IdempotencyKept
from app.engine.images import decode, encode
from app.engine.interceptors import Request


def request_hash(request: Request) -> str:
    """SHA-256 over the command: a key used for another command is a mistake of the caller."""
    return hashlib.sha256(repr(request.command).encode()).hexdigest()


def kept_answer(request: Request, context: CommandContext) -> tuple[bool, Any]:
    """Whether the call was answered before, and that answer. Raises `InvalidInput` where the key was for another."""
    if request.key is None:
        return False, None
    kept = context.uow.find_idempotent(request.key, request.actor.user_id)
    if kept is None:
        return False, None
    if kept.request_hash != request_hash(request):
        raise InvalidInput("幂等键已用于另一个请求", "the idempotency key was used for another request", "key")
    return True, decode(kept.answer["answer"])


def keep_answer(request: Request, result: Any, context: CommandContext) -> None:
    """Keep the answer in the same transaction as the change."""
    if request.key is None:
        return
    answer = {"answer": encode(result)}
    context.uow.record(IdempotencyKept(request.key, request.actor.user_id, request_hash(request), answer, context.at))
