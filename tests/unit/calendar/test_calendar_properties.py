"""Laws that hold for every time, and agreement with a calendar that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import SHANGHAI, OfficeCalendar
from tests.support import naive_calendar as naive

CALENDAR = OfficeCalendar()

# The reference knows 2025 and 2026; every result must stay inside.
FIRST, LAST = datetime(2025, 1, 15), datetime(2026, 11, 15)  # noqa: DTZ001 - local times of the reference
WHOLE_MINUTES = st.integers(0, int((LAST - FIRST) / timedelta(minutes=1))).map(
    lambda minutes: FIRST + timedelta(minutes=minutes)
)
# Edges of sessions and of holidays are rare among random minutes, and are where mistakes live.
EDGES = st.builds(
    lambda day, clock, minutes: (
        datetime.combine(FIRST.date() + timedelta(days=day), clock) + timedelta(minutes=minutes)
    ),
    st.integers(0, (LAST - FIRST).days),
    st.sampled_from([time(0, 0), time(8, 30), time(12, 0), time(14, 30), time(18, 0)]),
    st.integers(-1, 1),
)
LOCAL = WHOLE_MINUTES | EDGES
DAYS = st.integers(1, 12)
MINUTES = st.integers(0, 1500)

AWARE = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone
LONG = st.integers(0, 200_000)


def aware(local: datetime) -> datetime:
    return local.replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("year", [2025, 2026])
def test_national_data_agree_with_the_notices_on_every_day(year: int) -> None:
    days = CALENDAR.days(date(year, 1, 1), date(year, 12, 31))

    assert len(days) == 365
    assert [entry.day for entry in days if entry.is_working != naive.works_on(entry.day)] == []


@given(LOCAL, DAYS)
def test_counting_working_days_agrees_with_walking(local: datetime, days: int) -> None:
    assert CALENDAR.wd(aware(local), days).at == aware(naive.wd(local, days))
    assert CALENDAR.wdb(aware(local), days).at == aware(naive.wdb(local, days))


@given(LOCAL, MINUTES)
def test_counting_office_minutes_agrees_with_walking(local: datetime, minutes: int) -> None:
    assert CALENDAR.wm(aware(local), minutes).at == aware(naive.wm(local, minutes))


@given(LOCAL)
def test_same_day_and_period_ends_agree_with_walking(local: datetime) -> None:
    same_day = CALENDAR.eod(aware(local))
    week, month = CALENDAR.lastwd("week", aware(local)), CALENDAR.lastwd("month", aware(local))

    assert (same_day.at.replace(tzinfo=None), same_day.rolled) == naive.eod(local)
    assert (week.at.replace(tzinfo=None) if week else None) == naive.last_in_week(local)
    assert (month.at.replace(tzinfo=None) if month else None) == naive.last_in_month(local)


@given(LOCAL, st.integers(0, 10 * 24 * 60))
def test_office_minutes_between_two_times_agree_with_walking(local: datetime, length: int) -> None:
    end = local + timedelta(minutes=length)

    assert CALENDAR.working_minutes_between(aware(local), aware(end)) == naive.minutes_between(local, end)
    assert CALENDAR.working_minutes_between(aware(end), aware(local)) == -naive.minutes_between(local, end)


@given(LOCAL)
def test_the_next_opening_agrees_with_walking(local: datetime) -> None:
    assert CALENDAR.next_opening(aware(local)) == aware(naive.next_opening(local))


@given(AWARE, AWARE, DAYS)
def test_a_later_start_is_never_due_earlier(one: datetime, other: datetime, days: int) -> None:
    earlier, later = sorted((one, other))

    assert CALENDAR.wd(earlier, days).at <= CALENDAR.wd(later, days).at
    assert CALENDAR.wdb(earlier, days).at <= CALENDAR.wdb(later, days).at
    assert CALENDAR.eod(earlier).at <= CALENDAR.eod(later).at


@given(AWARE, DAYS)
def test_more_days_are_due_strictly_later(moment: datetime, days: int) -> None:
    assert CALENDAR.wd(moment, days).at < CALENDAR.wd(moment, days + 1).at
    assert CALENDAR.wdb(moment, days).at > CALENDAR.wdb(moment, days + 1).at


@given(AWARE, st.integers(1, 3000))
def test_counted_days_end_at_close_of_office_on_a_working_day(moment: datetime, days: int) -> None:
    for due in (CALENDAR.wd(moment, days).at, CALENDAR.wdb(moment, days).at, CALENDAR.eod(moment).at):
        assert CALENDAR.is_working_day(due)
        assert due.time() == time(18, 0)
        assert due.tzinfo is SHANGHAI


@given(AWARE, LONG, LONG)
def test_office_minutes_add_up(moment: datetime, first: int, second: int) -> None:
    whole = CALENDAR.wm(moment, first + second).at

    assert CALENDAR.wm(CALENDAR.wm(moment, first).at, second).at == whole
    assert CALENDAR.working_minutes_between(moment, whole) == first + second


@given(AWARE)
def test_same_day_is_over_once_it_is_reached_and_stable_before(moment: datetime) -> None:
    due = CALENDAR.eod(moment).at
    just_before = due - timedelta(microseconds=1)

    assert due > moment
    assert CALENDAR.eod(just_before).at == due
    assert not CALENDAR.eod(just_before).rolled
    assert CALENDAR.eod(due).at == CALENDAR.wd(due, 1).at


@given(AWARE, DAYS)
def test_counting_forth_and_back_returns_to_the_day(moment: datetime, days: int) -> None:
    working = CALENDAR.next_opening(moment)

    assert CALENDAR.wdb(CALENDAR.wd(working, days).at, days).at.date() == working.date()
    assert CALENDAR.wd(CALENDAR.wdb(working, days).at, days).at.date() == working.date()


@given(AWARE, DAYS, st.sampled_from(["UTC", "America/New_York", "Pacific/Auckland"]))
def test_the_zone_in_which_a_time_is_given_makes_no_difference(moment: datetime, days: int, zone: str) -> None:
    elsewhere = moment.astimezone(ZoneInfo(zone))

    assert CALENDAR.wd(elsewhere, days) == CALENDAR.wd(moment, days)
    assert CALENDAR.wm(elsewhere, days) == CALENDAR.wm(moment, days)
    assert CALENDAR.eod(elsewhere) == CALENDAR.eod(moment)


@given(AWARE, st.integers(-100_000, 100_000))
def test_wall_clock_minutes_pass_by_night_and_on_holidays(moment: datetime, minutes: int) -> None:
    assert CALENDAR.clock(moment, minutes).at - moment == timedelta(minutes=minutes)
