"""What cannot be counted with is refused, in Chinese and English, and names the argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.calendar import OfficeCalendar
from app.domain.calendar_days import DayOverride
from app.domain.errors import InvalidInput
from tests.unit.calendar.times import at

CALENDAR = OfficeCalendar()
NAIVE = datetime(2026, 9, 15, 10, 0)  # noqa: DTZ001 - the mistake under test
NOON = at("2026-09-15 12:00")
BEYOND = datetime(2500, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "call",
    [
        lambda: CALENDAR.wd(NAIVE, 1),
        lambda: CALENDAR.wdb(NAIVE, 1),
        lambda: CALENDAR.wm(NAIVE, 1),
        lambda: CALENDAR.eod(NAIVE),
        lambda: CALENDAR.clock(NAIVE, 1),
        lambda: CALENDAR.lastwd("week", NAIVE),
        lambda: CALENDAR.is_working_day(NAIVE),
        lambda: CALENDAR.working_minutes_between(NOON, NAIVE),
        lambda: CALENDAR.next_opening(NAIVE),
    ],
)
def test_a_time_without_a_zone_is_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        call()

    assert refusal.value.text.zh == "必须是带时区的时间:2026-09-15T10:00:00"
    assert refusal.value.text.en == "must be a time that carries its zone: 2026-09-15T10:00:00"
    assert refusal.value.field is not None


@pytest.mark.parametrize("days", [0, -1, True, 1.5, "3", None])
def test_working_days_must_be_a_whole_number_from_one(days: Any) -> None:
    for function in (CALENDAR.wd, CALENDAR.wdb):
        with pytest.raises(InvalidInput) as refusal:
            function(NOON, days)
        assert refusal.value.field == "days"


@pytest.mark.parametrize("minutes", [-1, False, 1.5, "3", None])
def test_office_minutes_must_be_a_whole_number_from_zero(minutes: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        CALENDAR.wm(NOON, minutes)

    assert refusal.value.field == "minutes"


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InvalidInput, match="week, month or quarter"):
        CALENDAR.lastwd("year", NOON)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: CALENDAR.wd(NOON, 10**12), id="days without end"),
        pytest.param(lambda: CALENDAR.wdb(NOON, 10**12), id="days back without end"),
        pytest.param(lambda: CALENDAR.wm(NOON, 10**9), id="minutes without end"),
        pytest.param(lambda: CALENDAR.wm(NOON, 10**30), id="more minutes than a duration holds"),
        pytest.param(lambda: CALENDAR.clock(NOON, 10**9), id="wall clock out of the years"),
        pytest.param(lambda: CALENDAR.clock(NOON, 10**13), id="wall clock out of all dates"),
        pytest.param(lambda: CALENDAR.eod(BEYOND), id="a year without a table"),
        pytest.param(lambda: CALENDAR.is_working_day(date(1899, 12, 31)), id="a day before the first year"),
        pytest.param(lambda: CALENDAR.eod(datetime.max.replace(tzinfo=UTC)), id="the end of time"),
    ],
)
def test_what_no_calendar_reaches_is_refused_and_does_not_run_away(call: Callable[[], Any]) -> None:
    with pytest.raises(InvalidInput, match="1900 to 2199"):
        call()


def test_a_year_without_a_working_day_is_passed_over() -> None:
    # given an office that is closed for the whole of 2026
    year = CALENDAR.days(date(2026, 1, 1), date(2026, 12, 31))
    calendar = OfficeCalendar(overrides=[DayOverride(entry.day, False, "停办") for entry in year])

    # then counting leaves the year on either side instead of looping in it
    assert calendar.wd(NOON, 1).at == at("Mon 2027-01-04 18:00")
    assert calendar.wdb(NOON, 1).at == at("Wed 2025-12-31 18:00")
    assert calendar.wm(NOON, 1).at == at("Mon 2027-01-04 08:31")
    assert calendar.lastwd("month", NOON) is None


def test_two_overrides_for_one_day_are_refused() -> None:
    day = date(2026, 9, 15)

    with pytest.raises(InvalidInput, match="two overrides for one day: 2026-09-15"):
        OfficeCalendar(overrides=[DayOverride(day, True, "防汛值班"), DayOverride(day, False, "停电")])
