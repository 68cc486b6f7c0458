"""Notices on people's desks: recipients expanded, each person told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.context import CommandContext
from app.domain.office_records import Notice
from app.office.desk import people, records
from app.office.plain import strings


@dataclass(frozen=True, slots=True)
class Letter:
    """What a notice says."""

    template: str
    key: str
    subject: str
    text: str
    documents: tuple[Mapping[str, Any], ...] = ()


def send(letter: Letter, recipients: Any, context: CommandContext) -> dict[str, Any]:
    """Put the letter on every desk. Answers `{sent, failed, failed_count}`; failed: recipients with nobody behind."""
    known = people(context)
    found: dict[str, None] = {}
    failed = []
    for recipient in strings(recipients):
        who = [recipient] if known.is_active(recipient) else list(context.org.holders(recipient))
        found.update(dict.fromkeys(who))
        if not who:
            failed.append(known.name(recipient))
    for user in found:
        notice = Notice(
            context.ids.new(),
            letter.template,
            letter.key,
            user,
            letter.subject,
            letter.text,
            letter.documents,
            context.at,
        )
        records(context).add(notice)
    return {"sent": len(found), "failed": failed, "failed_count": len(failed)}
