"""Years whose notice is not out yet are counted by weekday and law, and every result that looked at one says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar
import pytest

from app.calendar import NationalData, OfficeCalendar, national_data
from app.calendar.estimate import LUNAR_FESTIVALS, statutory_days
from app.domain.calendar_days import DayKind, DayOverride, DaySource
from app.domain.values import DueTime
from tests.unit.calendar.times import at


def data_before_the_notice_of(year: int) -> NationalData:
    known = national_data()
    return NationalData(
        {day: name for day, name in known.holidays.items() if day.year != year},
        {day: name for day, name in known.make_up_days.items() if day.year != year},
        known.years - {year},
    )


BEFORE = OfficeCalendar(national=data_before_the_notice_of(2026))
AFTER = OfficeCalendar(national=national_data())


def test_the_data_cover_2004_to_2026() -> None:
    assert national_data().years >= set(range(2004, 2027))


def test_an_unknown_year_has_weekends_and_statutory_days_but_no_exchanged_days() -> None:
    days = {entry.day: entry for entry in BEFORE.days(date(2026, 9, 1), date(2026, 10, 31))}

    assert days[date(2026, 10, 1)].kind is DayKind.HOLIDAY
    assert days[date(2026, 10, 1)].source is DaySource.ESTIMATE
    assert days[date(2026, 10, 6)].kind is DayKind.WORKDAY
    assert days[date(2026, 9, 20)].kind is DayKind.WEEKEND
    assert all(entry.estimated for entry in days.values())


def test_a_due_time_in_an_unknown_year_is_estimated_and_corrected_when_the_notice_arrives() -> None:
    start = at("2026-09-30 16:00")

    estimated, certain = BEFORE.wd(start, 3), AFTER.wd(start, 3)

    assert (estimated.at, estimated.estimated) == (at("Wed 2026-10-07 18:00"), True)
    assert (certain.at, certain.estimated) == (at("Sat 2026-10-10 18:00"), False)
    assert estimated.calendar_version != certain.calendar_version


@pytest.mark.parametrize(
    ("call", "estimated"),
    [
        pytest.param(lambda c: c.wd(at("Tue 2025-12-30 10:00"), 1), False, id="wd that ends on 31 December"),
        pytest.param(lambda c: c.wd(at("Wed 2025-12-31 10:00"), 1), True, id="wd over the turn of the year"),
        pytest.param(lambda c: c.wdb(at("Thu 2026-01-01 10:00"), 1), False, id="wdb looks only back"),
        pytest.param(lambda c: c.wdb(at("Mon 2026-01-05 10:00"), 1), True, id="wdb from inside"),
        pytest.param(lambda c: c.wm(at("Wed 2025-12-31 17:00"), 60), False, id="wm up to the last minute"),
        pytest.param(lambda c: c.wm(at("Wed 2025-12-31 17:00"), 61), True, id="wm a minute longer"),
        pytest.param(lambda c: c.eod(at("Wed 2025-12-31 17:00")), False, id="eod"),
        pytest.param(lambda c: c.eod(at("Wed 2025-12-31 18:00")), True, id="eod rolled"),
        pytest.param(lambda c: c.eod(at("Tue 2026-03-03 10:00")), True, id="eod of a day inside"),
        pytest.param(lambda c: c.lastwd("month", at("2025-12-01 10:00")), False, id="last of December"),
        pytest.param(lambda c: c.lastwd("week", at("2025-12-30 10:00")), True, id="week that reaches into January"),
        pytest.param(lambda c: c.clock(at("2025-12-31 23:00"), 120), False, id="the wall clock knows no holidays"),
    ],
)
def test_a_result_is_estimated_if_a_day_that_was_looked_at_is(
    call: Callable[[OfficeCalendar], DueTime], estimated: bool
) -> None:
    assert call(BEFORE).estimated is estimated
    assert not call(AFTER).estimated


def test_the_day_of_the_event_is_not_counted_and_not_looked_at() -> None:
    # given a calendar that knows 2026 but not the year before
    calendar = OfficeCalendar(national=data_before_the_notice_of(2025))

    assert not calendar.wd(at("Wed 2025-12-31 10:00"), 1).estimated
    assert calendar.wd(at("Tue 2025-12-30 10:00"), 2).estimated


def test_a_stray_day_of_next_year_does_not_make_next_year_known(monkeypatch: pytest.MonkeyPatch) -> None:
    # given data in which this year's notice already names the first of January
    stray = {date(2027, 1, 1): "New Year's Day"}
    monkeypatch.setattr("chinese_calendar.holidays", chinese_calendar.holidays | stray)

    known = national_data.__wrapped__()

    assert date(2027, 1, 1) in known.holidays
    assert 2027 not in known.years


def test_the_law_s_thirteen_days_are_known_years_ahead() -> None:
    days = statutory_days(2027)

    assert len(days) == 13
    assert [day for day, name in days.items() if name.zh == "春节"] == [date(2027, 2, day) for day in (5, 6, 7, 8)]
    assert days[date(2027, 4, 5)].zh == "清明"
    assert days[date(2027, 6, 9)].zh == "端午"
    assert days[date(2027, 9, 15)].zh == "中秋"


@pytest.mark.parametrize("year", range(2025, 2027))
def test_the_law_s_days_are_off_in_the_notices_too(year: int) -> None:
    # the years since decree 795 of which the notice is known: lunar table, solar term and fixed days are all checked
    off = national_data().holidays

    assert [day for day in statutory_days(year) if day not in off] == []


@pytest.mark.parametrize("year", sorted(LUNAR_FESTIVALS))
def test_lunar_festivals_keep_the_distances_of_the_lunar_year(year: int) -> None:
    new_year, dragon_boat, mid_autumn = (date(year, *day) for day in LUNAR_FESTIVALS[year])

    # lunar months have 29 or 30 days; a leap month adds one
    assert timedelta(29 * 4 + 4) <= dragon_boat - new_year <= timedelta(30 * 5 + 4)
    assert timedelta(29 * 3 + 10) <= mid_autumn - dragon_boat <= timedelta(30 * 4 + 10)


def test_a_year_far_ahead_is_still_counted() -> None:
    due = AFTER.wd(at("2150-09-30 10:00"), 1)

    assert due.estimated
    assert due.at == at("Mon 2150-10-05 18:00")


def test_a_year_entered_by_the_office_is_no_longer_estimated() -> None:
    # given the notice for a year, typed in before the data have it
    notice = [DayOverride(date(2026, 10, day), False, "国庆节") for day in range(1, 8)]
    notice.append(DayOverride(date(2026, 10, 10), True, "国庆节调休"))
    typed = OfficeCalendar(national=data_before_the_notice_of(2026), overrides=notice, confirmed_years=[2026])

    # then results are those of the data, and certain
    due = typed.wd(at("2026-09-30 16:00"), 3)
    assert due.at == AFTER.wd(at("2026-09-30 16:00"), 3).at
    assert not due.estimated
    assert typed.days(date(2026, 5, 1), date(2026, 5, 1))[0].source is DaySource.ESTIMATE
    assert not typed.days(date(2026, 5, 1), date(2026, 5, 1))[0].estimated
