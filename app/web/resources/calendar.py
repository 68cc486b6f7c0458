"""The work calendar: a year of days, and the office's own word on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from flask import Blueprint

from app.domain.calendar_days import CalendarDay, DaySource
from app.domain.commands.calendar import ClearDay, SetDay
from app.web.answers import Json, execute
from app.web.body import Arguments, body, read_date
from app.web.guard import who
from app.web.house import house
from app.web.language import say

blueprint = Blueprint("calendar", __name__)

_SOURCES = {
    DaySource.WEEKDAY_RULE: "weekend",
    DaySource.ESTIMATE: "estimated",
    DaySource.NATIONAL: "national",
    DaySource.OFFICE: "override",
}


class Kind(StrEnum):
    """What the office says of a day."""

    WORKING = "working"
    HOLIDAY = "holiday"


@blueprint.get("/calendar")
def calendar() -> Json:
    """Every day of a year."""
    arguments = Arguments()
    today = house().clock.now().astimezone(house().zone)
    year = arguments.integer("year", today.year, 2000, 2199)
    arguments.end()
    who()
    days = house().calendar().days(date(year, 1, 1), date(year, 12, 31))
    return {"rows": [_day(day) for day in days]}


@blueprint.put("/calendar/<day>")
def set_day(day: str) -> Json:
    """A holiday of the office's own, a make-up day, or a notice that came late; open deadlines move."""
    fields = body()
    kind, name = fields.choice("kind", Kind), fields.text("name", 100)
    fields.end()
    return {"recomputed": execute(SetDay(read_date("date", day), kind is Kind.WORKING, name))}


@blueprint.delete("/calendar/<day>")
def clear_day(day: str) -> Json:
    """The day is again what the nation says."""
    body().end()
    return {"recomputed": execute(ClearDay(read_date("date", day)))}


def _day(day: CalendarDay) -> Json:
    kind = Kind.WORKING if day.is_working else Kind.HOLIDAY
    source = "estimated" if day.estimated and day.source is not DaySource.OFFICE else _SOURCES[day.source]
    name = say(day.name) if day.name else None
    return {"date": day.day.isoformat(), "kind": kind.value, "name": name, "source": source}
