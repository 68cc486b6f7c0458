"""What every command passes on its way in and out, outermost first; see `Engine` for the order."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.commands import Command
from app.domain.errors import BanliError, Conflict
from app.domain.values import Actor, Right

logger = logging.getLogger("banli.engine")

ATTEMPTS = 6
"""How often a machine's command is tried before its conflict is reported."""
FIRST_PAUSE = 0.005
"""Seconds before the second attempt; doubles, with jitter."""


@dataclass(frozen=True, slots=True)
class Request:
    """One command on its way, with who sent it."""

    command: Command
    actor: Actor
    key: str | None
    correlation_id: str


Proceed = Callable[[Request], Any]
Interceptor = Callable[[Request, Proceed], Any]


def code_of(error: BaseException) -> str:
    """The code a program reads: that of a `BanliError`, ``internal`` for anything else."""
    return error.code if isinstance(error, BanliError) else "internal"


def log_call(request: Request, proceed: Proceed) -> Any:
    """Log every command once, with its correlation id, its length and how it ended."""
    started = time.perf_counter()
    outcome = "ok"
    try:
        return proceed(request)
    except BaseException as error:
        outcome = code_of(error)
        error.add_note(f"correlation id {request.correlation_id}")
        if not isinstance(error, BanliError):
            logger.exception("command failed", extra={"correlation_id": request.correlation_id})
        raise
    finally:
        logger.log(
            logging.DEBUG if outcome == "ok" else logging.INFO,
            "%s by %s: %s in %.1f ms [%s]",
            type(request.command).__name__,
            request.actor.user_id,
            outcome,
            1000 * (time.perf_counter() - started),
            request.correlation_id,
        )


def is_machine(actor: Actor) -> bool:
    """Whether a program acts: the engine itself, a worker or a Camunda client."""
    return actor.is_system or Right.WORKER in actor.rights or Right.ANY_TASK in actor.rights


def retry_conflicts(sleep: Callable[[float], None]) -> Interceptor:
    """A lost race is tried again for machines and reported to people (design rule 11).

    A person's call with an idempotency key is tried once more too: the race may have been lost to its own twin,
    and then the kept answer is the answer.
    """

    def intercept(request: Request, proceed: Proceed) -> Any:
        attempts = ATTEMPTS if is_machine(request.actor) else 2 if request.key else 1
        pause = FIRST_PAUSE
        for attempt in range(1, attempts + 1):
            try:
                return proceed(request)
            except Conflict:
                if attempt == attempts:
                    raise
                sleep(pause * (0.5 + random.random()))  # noqa: S311 - jitter, no secret
                pause *= 2
        raise AssertionError("unreachable: the last attempt returns or raises")

    return intercept
