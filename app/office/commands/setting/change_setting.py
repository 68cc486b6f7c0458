"""Seeds and changes the switches of the office; every change is logged with before, after and reason."""

from __future__ import annotations

from dataclasses import replace

from app.domain.commands.office import ChangeSetting, SeedSettings
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import OperationLogged
from app.domain.office_records import Switch
from app.office.desk import records
from app.office.settings import typed


def seed_settings(command: SeedSettings, context: CommandContext) -> int:
    """Bring the table up to the file; returns how many switches are new. A value somebody set stays."""
    rows = records(context)
    known = {switch.key: switch for switch in rows.list(Switch)}
    added = 0
    for position, row in enumerate(command.rows, start=1):
        seeded = Switch(row.key, row.type, row.default, row.default, row.label_zh, row.label_en, row.article, position)
        earlier = known.get(row.key)
        if earlier is None:
            added += 1
        elif earlier.changed_at is not None and earlier.type == row.type:
            seeded = replace(seeded, value=earlier.value, changed_at=earlier.changed_at, changed_by=earlier.changed_by)
        if seeded != earlier:
            rows.put(seeded)
    return added


def change_setting(command: ChangeSetting, context: CommandContext) -> None:
    """Set one switch."""
    if not command.reason.strip():
        raise InvalidInput("请填写理由", "a reason is required", "reason")
    switch = records(context).get(Switch, command.key, lock=True)
    value = typed(switch.key, switch.type, command.value)
    changed = replace(switch, value=value, changed_at=context.at, changed_by=context.actor.user_id)
    records(context).put(changed)
    context.uow.record(
        OperationLogged(
            "ChangeSetting",
            "Setting",
            command.key,
            context.actor.user_id,
            context.at,
            reason=command.reason.strip(),
            before={"value": switch.value},
            after={"value": value},
        )
    )
