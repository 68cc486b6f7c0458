"""Urges: entered into 催办登记, and put on desks (C05)."""

from __future__ import annotations

from typing import Any

from app.domain.commands.office import DispatchUrge
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.office.desk import instance_of, once, people
from app.office.notices import Letter, send
from app.office.plain import strings
from app.office.registers import Entry, enter

KINDS = {
    "remind": "即将到期提醒",
    "overdue": "逾期催办",
    "escalate": "逾期上报",
    "bulletin": "拟列入《督查通报》",
    "manual": "人工催办",
    "alarm": "时限告警",
}
_BY_PROGRAM = "system"


@once
def dispatch_urge(command: DispatchUrge, context: CommandContext) -> dict[str, Any]:
    """A row for every urge; phone calls and letters are made by people, so only `system` puts something on desks."""
    if command.kind not in KINDS:
        raise InvalidInput(f"没有这种催办：{command.kind}", f"there is no urge {command.kind}", "kind")
    row = {
        "kind": command.kind,
        "deadline_id": command.deadline_id,
        "case_key": command.key,
        "due": command.due,
        "text": command.text,
        "recipients": strings(command.recipients),
        "mode": command.mode,
        "note": command.note,
        "urged_by": command.urged_by,
        "bulletin": command.kind == "bulletin",
    }
    entered = enter(Entry("urge", command.key, row, instance_of(command, context)), context)
    sent: dict[str, Any] = {"sent": 0, "failed": []}
    if command.mode == _BY_PROGRAM:
        letter = Letter(
            f"urge_{command.kind}", command.key, f"【{KINDS[command.kind]}】{command.text}", _said(command, context)
        )
        sent = send(letter, command.recipients, context)
    return {"urge_id": entered.id, "sent": sent["sent"], "failed": sent["failed"]}


def _said(command: DispatchUrge, context: CommandContext) -> str:
    parts = []
    if command.due is not None:
        parts.append(f"时限：{command.due.astimezone(context.calendar.zone):%Y-%m-%d %H:%M}")
    if command.note:
        parts.append(command.note)
    if command.urged_by:
        parts.append(f"催办人：{people(context).name(command.urged_by)}")
    return "；".join(parts)
