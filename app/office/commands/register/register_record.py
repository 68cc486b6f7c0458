"""Enters rows into the registers, with what some kinds do to a record of the office."""

from __future__ import annotations

from typing import Any

from app.domain.commands.office import RegisterRecord
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.office.desk import instance_of, once
from app.office.effects import EFFECTS
from app.office.registers import Entry, enter


@once
def register_record(command: RegisterRecord, context: CommandContext) -> dict[str, Any]:
    """Append the row, then let it take effect."""
    if command.kind not in EFFECTS:
        raise InvalidInput(f"没有这个台帐：{command.kind}", f"there is no register {command.kind}", "kind")
    if command.task_id is None and not (command.reason or "").strip():
        raise InvalidInput("手工登记须说明理由", "a person who writes a register gives a reason", "reason")
    entry = Entry(command.kind, command.key, command.row, instance_of(command, context), command.reason)
    row = enter(entry, context)
    EFFECTS[command.kind](entry, context)
    return {"registered_at": row.registered_at, "row_no": row.row_no}
