"""Changing one's own password."""

from __future__ import annotations

from app.domain.commands.identity import (
    ChangeOwnPassword,
)
from app.domain.context import CommandContext
from app.identity.record import account_rows, log


def change_own_password(command: ChangeOwnPassword, context: CommandContext) -> None:
    """Set the new password; every other session of the person ends."""
    accounts = account_rows(context)
    accounts.set_password(command.user_id, command.password_hash, False, context.at)
    accounts.close_sessions(command.user_id, but=command.session_id)
    log(context, "ChangePassword", "User", command.user_id, actor=command.user_id)
