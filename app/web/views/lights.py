"""A due time as colour, icon and words (catalogue 4.7): how much of the office's own time is left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.domain.ports.clock import BusinessCalendar
from app.web.house import house
from app.web.language import pick

_FAR = timedelta(days=366)
_NONE = {"state": "none", "due": None, "text": ""}


class Lights:
    """Lights of one answer: one moment, one calendar."""

    def __init__(self) -> None:
        self._now = house().clock.now()
        self._calendar: BusinessCalendar = house().calendar()

    def of(self, due: datetime | None, *, resting: bool = False, over: str | None = None) -> dict[str, Any]:
        """Red when past, yellow on the last working day, else green.

        Grey where nothing runs (`resting`); no light, but how it came out, where it is `over`.
        """
        if due is None:
            return dict(_NONE)
        if over is not None:
            return {"state": "none", "due": iso(due), "text": over}
        if resting:
            return {"state": "grey", "due": iso(due), "text": pick("已暂停", "paused")}
        if due < self._now:
            return {"state": "red", "due": iso(due), "text": self._late(due)}
        days = self._working_days(self._now, due)
        if days <= 1:
            return {"state": "yellow", "due": iso(due), "text": self._soon(due, days)}
        text = pick(f"{days} 个工作日后到期", f"due in {_working_days(days)}")
        return {"state": "green", "due": iso(due), "text": text}

    def _late(self, due: datetime) -> str:
        days = self._working_days(due, self._now)
        if days > 0:
            return pick(f"已逾期 {days} 个工作日", f"overdue by {_working_days(days)}")
        return pick("已逾期", "overdue")

    def _soon(self, due: datetime, days: int) -> str:
        if self._local(due).date() == self._local(self._now).date():
            return pick("今天到期", "due today")
        if days == 1:
            return pick("1 个工作日后到期", "due in 1 working day")
        return pick("到期前没有工作日", "no working day before it is due")

    def _working_days(self, start: datetime, end: datetime) -> int:
        """Working days after the day of `start`, up to the day of `end`."""
        first = self._local(start).date() + timedelta(days=1)
        last = min(self._local(end).date(), first + _FAR)
        if last < first:
            return 0
        return sum(day.is_working for day in self._calendar.days(first, last))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(house().zone)


def _working_days(days: int) -> str:
    return "1 working day" if days == 1 else f"{days} working days"


def iso(moment: datetime | None) -> str | None:
    """A time as the API writes it: ISO 8601 in the office's zone, to the second."""
    return None if moment is None else moment.astimezone(house().zone).isoformat(timespec="seconds")
