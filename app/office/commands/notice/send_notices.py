"""Sends notices and takes read receipts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office import ReadNotice, SendNotices
from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.office_records import Notice
from app.office.desk import once, records
from app.office.notices import Letter, send


@once
def send_notices(command: SendNotices, context: CommandContext) -> dict[str, Any]:
    """One notice per person."""
    letter = Letter(command.template, command.key, command.subject, command.text, tuple(command.documents))
    return send(letter, command.recipients, context)


def read_notice(command: ReadNotice, context: CommandContext) -> None:
    """The receipt; a notice of somebody else does not exist for the actor."""
    notice = records(context).find(Notice, command.notice_id, lock=True)
    if notice is None or notice.user_id != context.actor.user_id:
        raise NotFound("没有这条通知", f"there is no notice {command.notice_id}")
    if notice.read_at is None:
        records(context).put(replace(notice, read_at=context.at))
