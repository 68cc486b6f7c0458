"""The office's word on a day, and what follows: every open deadline is counted again (design rule 8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.calendar_days import DayOverride
from app.domain.commands.calendar import ClearDay, SetDay
from app.domain.commands.job import RecomputeDeadlines
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import OperationLogged
from app.domain.extension import Extension
from app.domain.ports.days import DayTable
from app.domain.values import Right

_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)


def set_day(command: SetDay, context: CommandContext) -> int:
    """A local holiday, duty on a Sunday, or a notice that the data does not have yet."""
    if not _FIRST <= command.day <= _LAST:
        raise InvalidInput("日期超出范围", "the day is out of range", "date")
    if not command.name.strip():
        raise InvalidInput("请填写说明", "a name is required", "name")
    table = _table(context)
    before = _known(table, command.day)
    table.put(DayOverride(command.day, command.is_working, command.name.strip()))
    return _recount(context, "SetDay", command.day, before, {"working": command.is_working, "name": command.name})


def clear_day(command: ClearDay, context: CommandContext) -> int:
    """The day is again what the nation says."""
    table = _table(context)
    before = _known(table, command.day)
    if before is None:
        return 0
    table.remove(command.day)
    return _recount(context, "ClearDay", command.day, before, {})


def _table(context: CommandContext) -> DayTable:
    table: DayTable = context.uow.repository(DayTable)
    return table


def _known(table: DayTable, day: date) -> dict[str, Any] | None:
    found = next((each for each in table.load() if each.day == day), None)
    return None if found is None else {"working": found.is_working, "name": found.name}


def _recount(
    context: CommandContext, operation: str, day: date, before: dict[str, Any] | None, after: dict[str, Any]
) -> int:
    context.uow.record(
        OperationLogged(
            operation,
            "Calendar",
            day.isoformat(),
            context.actor.user_id,
            context.at,
            before=before or {},
            after=after,
        )
    )
    moved: int = context.dispatch(RecomputeDeadlines(f"{operation} {day.isoformat()}"))
    return moved


_ADMINISTRATORS = frozenset({Right.ADMINISTRATOR})

EXTENSION = Extension(
    handlers={SetDay: set_day, ClearDay: clear_day},
    rights={SetDay: _ADMINISTRATORS, ClearDay: _ADMINISTRATORS},
)
"""What this package brings to the house."""
