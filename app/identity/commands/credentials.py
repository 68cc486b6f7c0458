"""Passwords and locks of other people, by an administrator."""

from __future__ import annotations

from app.domain.commands.identity import SetPassword, UnlockUser
from app.domain.context import CommandContext
from app.identity.record import account_rows, known_user, log, people_now


def set_password(command: SetPassword, context: CommandContext) -> None:
    """A password given by an administrator; to be changed at the next sign-in."""
    known_user(people_now(context), command.user_id)
    accounts = account_rows(context)
    accounts.set_password(command.user_id, command.password_hash, command.must_change, context.at)
    accounts.clear_failures("user", command.user_id)
    accounts.close_sessions(command.user_id)
    log(context, "SetPassword", "User", command.user_id)


def unlock_user(command: UnlockUser, context: CommandContext) -> None:
    """Forget failed attempts."""
    known_user(people_now(context), command.user_id)
    account_rows(context).clear_failures("user", command.user_id)
    log(context, "UnlockUser", "User", command.user_id)
