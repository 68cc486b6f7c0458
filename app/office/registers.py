"""The registers (台帐): rows are appended, never changed; a later row of the same key corrects the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.context import CommandContext
from app.domain.office_records import RegisterRow
from app.office.desk import office_year, records
from app.office.plain import plain


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be entered, and on whose behalf."""

    kind: str
    key: str
    row: Mapping[str, Any]
    instance_id: str | None = None
    reason: str | None = None


def enter(entry: Entry, context: CommandContext) -> RegisterRow:
    """Append a row with the next running number of its register and year."""
    rows = records(context)
    year = office_year(context.at, context)
    earlier = rows.list(RegisterRow, kind=entry.kind, key=entry.key)
    made = RegisterRow(
        id=context.ids.new(),
        kind=entry.kind,
        key=entry.key,
        owner=entry.key.partition("/")[0],
        year=year,
        row_no=rows.next_in(f"register:{entry.kind}", year),
        row=plain(entry.row),
        registered_at=context.at,
        registered_by=context.actor.user_id,
        instance_id=entry.instance_id,
        corrects=earlier[-1].id if earlier else None,
        reason=entry.reason,
    )
    rows.add(made)
    return made


def current_rows(kind: str, context: CommandContext, **equal: Any) -> dict[str, RegisterRow]:
    """Key -> the last row of that key."""
    return {row.key: row for row in records(context).list(RegisterRow, kind=kind, **equal)}
