"""Office hours within one day: sessions such as 08:30-12:00 and 14:30-18:00, and seasons with other hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from app.domain.errors import InvalidInput


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Sessions of one working day, in order and apart; a session includes its opening, not its close.

    Raises `InvalidInput` for no session, overlapping or touching sessions, and times with a zone of their own.
    """

    sessions: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        ends = [moment for session in self.sessions for moment in session]
        if any(moment.tzinfo is not None for moment in ends):
            raise InvalidInput("办公时间不得带时区", "office hours must not carry a zone of their own", "hours")
        if not ends or any(earlier >= later for earlier, later in pairwise(ends)):
            raise InvalidInput(
                "办公时间必须至少有一段,并按先后排列、互不重叠",
                "office hours need at least one session, in order and without overlap",
                "hours",
            )

    @property
    def close(self) -> time:
        """Close of office: the end of the last session."""
        return self.sessions[-1][1]

    @property
    def total(self) -> timedelta:
        """Office time of a whole working day."""
        return self.worked_before(time.max)

    def worked_before(self, moment: time) -> timedelta:
        """Office time of the day that lies before `moment`."""
        until = _since_midnight(moment)
        worked = timedelta()
        for opening, close in self.sessions:
            start = _since_midnight(opening)
            worked += max(min(until, _since_midnight(close)) - start, timedelta())
        return worked

    def moment_after(self, worked: timedelta) -> timedelta:
        """Time since midnight at which `worked` (0 < worked <= total) is used up.

        At the end of a session that is its close, not the next opening.
        """
        left = worked
        for opening, close in self.sessions:
            length = _since_midnight(close) - _since_midnight(opening)
            if left <= length:
                return _since_midnight(opening) + left
            left -= length
        raise ValueError(f"{worked} is more than the office hours of one day")

    def opening_from(self, moment: time) -> time | None:
        """`moment` itself while the office is open, else the next opening of that day; None after close."""
        for opening, close in self.sessions:
            if moment < close:
                return max(moment, opening)
        return None


@dataclass(frozen=True, slots=True)
class Season:
    """Other hours for a part of every year, for example summer hours 夏季作息 (catalogue AMB-04).

    `first` and `last` are (month, day), both included; a season may run over the turn of the year.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    hours: OfficeHours

    def __post_init__(self) -> None:
        for month, day in (self.first, self.last):
            try:
                date(2000, month, day)
            except ValueError as error:
                raise InvalidInput(
                    f"没有这一天:{month}月{day}日", f"there is no day {day} in month {month}", "seasons"
                ) from error

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the season."""
        of_year = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= of_year <= self.last
        return of_year >= self.first or of_year <= self.last


DEFAULT_HOURS = OfficeHours(((time(8, 30), time(12, 0)), (time(14, 30), time(18, 0))))
"""The catalogue's default; the rules themselves give none."""
