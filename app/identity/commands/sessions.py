"""Signing in and out as rows: sessions, failed attempts, the person's own password."""

from __future__ import annotations

from datetime import datetime

from app.domain.commands.identity import (
    CloseSession,
    OpenSession,
    RecordFailedSignIn,
    TouchSession,
)
from app.domain.context import CommandContext
from app.domain.people import SignInSession
from app.identity.limits import ABSOLUTE, LOCKOUT, THROTTLE, AttemptLimit
from app.identity.record import account_rows, log


def open_session(command: OpenSession, context: CommandContext) -> SignInSession:
    """Rotate: the session a browser had before ends with the sign-in."""
    accounts = account_rows(context)
    accounts.purge(context.at)
    if command.replaces is not None:
        accounts.close_session(command.replaces)
    must_change = accounts.must_change(command.user_id)
    if command.new_hash is not None:
        accounts.set_password(command.user_id, command.new_hash, must_change, context.at)
    session = SignInSession(
        command.session_id,
        command.user_id,
        context.at,
        context.at,
        context.at + ABSOLUTE,
        command.address,
        must_change,
    )
    accounts.add_session(session)
    accounts.clear_failures("user", command.user_id)
    accounts.signed_in(command.user_id, context.at)
    log(context, "SignIn", "User", command.user_id, after={"address": command.address}, actor=command.user_id)
    return session


def record_failed_sign_in(command: RecordFailedSignIn, context: CommandContext) -> datetime | None:
    """Count it twice: for the account (lock-out) and for the address (throttle)."""
    locked = _count("user", command.user_id, LOCKOUT, context)
    throttled = _count("address", command.address, THROTTLE, context)
    log(
        context,
        "SignInFailed",
        "User",
        command.user_id,
        after={"address": command.address, "locked": locked is not None},
        actor=command.user_id,
    )
    return locked or throttled


def touch_session(command: TouchSession, context: CommandContext) -> None:
    """The session was used."""
    account_rows(context).touch_session(command.session_id, context.at)


def close_session(command: CloseSession, context: CommandContext) -> None:
    """Sign out."""
    account_rows(context).close_session(command.session_id)


def _count(kind: str, who: str, limit: AttemptLimit, context: CommandContext) -> datetime | None:
    accounts = account_rows(context)
    count, since = accounts.failures(kind, who)
    if since is not None and context.at - since > limit.window:
        count = 0
    count += 1
    until = context.at + limit.pause if count >= limit.attempts else None
    accounts.put_failures(kind, who, count, context.at, until)
    return until
