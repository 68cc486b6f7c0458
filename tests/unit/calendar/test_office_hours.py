"""The office opens, has lunch, closes, and rests at weekends; what happens exactly on those edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from app.calendar import DEFAULT_HOURS, OfficeCalendar, OfficeHours, Season
from app.domain.errors import InvalidInput
from tests.unit.calendar.times import at

CALENDAR = OfficeCalendar()


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        pytest.param("Tue 2026-09-15 06:00", 30, "Tue 2026-09-15 09:00", id="before opening counts from opening"),
        pytest.param("Tue 2026-09-15 08:30", 210, "Tue 2026-09-15 12:00", id="the last minute of the morning"),
        pytest.param("Tue 2026-09-15 08:30", 211, "Tue 2026-09-15 14:31", id="one more falls after lunch"),
        pytest.param("Tue 2026-09-15 12:00", 1, "Tue 2026-09-15 14:31", id="noon is closed"),
        pytest.param("Tue 2026-09-15 13:10", 60, "Tue 2026-09-15 15:30", id="lunch does not count"),
        pytest.param("Tue 2026-09-15 17:30", 30, "Tue 2026-09-15 18:00", id="ends at close"),
        pytest.param("Tue 2026-09-15 18:00", 1, "Wed 2026-09-16 08:31", id="close is closed"),
        pytest.param("Fri 2026-09-11 17:50", 20, "Mon 2026-09-14 08:40", id="over an ordinary weekend"),
        pytest.param("Fri 2026-09-18 17:50", 20, "Sun 2026-09-20 08:40", id="into a make-up Sunday"),
        pytest.param("Sat 2026-09-19 10:00", 420, "Sun 2026-09-20 18:00", id="exactly one make-up day"),
        pytest.param("Thu 2026-12-31 17:00", 60, "Thu 2026-12-31 18:00", id="the last minute of the year"),
        pytest.param("Wed 2025-12-31 17:59", 2, "Sun 2026-01-04 08:31", id="over the turn of the year"),
        pytest.param("Sun 2026-09-13 03:00", 0, "Sun 2026-09-13 03:00", id="no minutes, no move"),
    ],
)
def test_office_minutes_at_the_edges(start: str, minutes: int, expected: str) -> None:
    assert CALENDAR.wm(at(start), minutes).at == at(expected)


def test_seconds_are_kept_while_counting_minutes() -> None:
    assert CALENDAR.wm(at("2026-09-15 11:59:30"), 1).at == at("2026-09-15 14:30:30")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("Tue 2026-09-15 00:00", "Tue 2026-09-15 08:30"),
        ("Tue 2026-09-15 08:30", "Tue 2026-09-15 08:30"),
        ("Tue 2026-09-15 11:59", "Tue 2026-09-15 11:59"),
        ("Tue 2026-09-15 12:00", "Tue 2026-09-15 14:30"),
        ("Tue 2026-09-15 18:00", "Wed 2026-09-16 08:30"),
        ("Wed 2026-09-30 18:00", "Thu 2026-10-08 08:30"),
    ],
)
def test_the_office_opens_next(moment: str, expected: str) -> None:
    assert CALENDAR.next_opening(at(moment)) == at(expected)


def test_office_minutes_between_skip_lunch_nights_and_holidays() -> None:
    assert CALENDAR.working_minutes_between(at("2026-09-15 11:30"), at("2026-09-15 15:00")) == 60
    assert CALENDAR.working_minutes_between(at("2026-09-30 17:00"), at("2026-10-08 09:00")) == 90
    assert CALENDAR.working_minutes_between(at("2026-10-01 00:00"), at("2026-10-08 08:30")) == 0
    assert CALENDAR.working_minutes_between(at("2025-12-31 17:00"), at("2026-01-04 09:00")) == 90


def test_a_day_is_the_office_s_day_wherever_the_time_was_written() -> None:
    friday_evening_utc = datetime(2026, 9, 18, 16, 30, tzinfo=UTC)  # Saturday 00:30 in Shanghai

    assert CALENDAR.wd(friday_evening_utc, 1).at == at("Sun 2026-09-20 18:00")
    assert not CALENDAR.is_working_day(friday_evening_utc)
    assert CALENDAR.is_working_day(date(2026, 9, 18))


def test_the_quarter_ends_with_its_last_working_day() -> None:
    due = CALENDAR.lastwd("quarter", at("2026-07-15 10:00"))
    last_of_year = CALENDAR.lastwd("quarter", at("2026-12-31 23:00"))

    assert due is not None
    assert due.at == at("Wed 2026-09-30 18:00")
    assert last_of_year is not None
    assert last_of_year.at == at("Thu 2026-12-31 18:00")


def test_the_office_s_own_hours_are_used() -> None:
    # given an office that works through from nine to five
    calendar = OfficeCalendar(hours=OfficeHours(((time(9), time(17)),)))

    # then close, lunch and opening are its own
    assert calendar.wd(at("2026-09-15 10:00"), 1).at == at("2026-09-16 17:00")
    assert calendar.wm(at("2026-09-15 11:30"), 60).at == at("2026-09-15 12:30")
    assert calendar.eod(at("2026-09-15 17:00")).rolled


def test_summer_hours_apply_from_their_first_to_their_last_day() -> None:
    # given an afternoon that runs from 15:00 to 18:30 in July and August
    summer = OfficeHours(((time(8, 30), time(12)), (time(15), time(18, 30))))
    calendar = OfficeCalendar(seasons=(Season((7, 1), (8, 31), summer),))

    # then closes and minutes follow the season of each day
    assert calendar.wd(at("2026-06-29 10:00"), 1).at == at("Tue 2026-06-30 18:00")
    assert calendar.wd(at("2026-06-30 10:00"), 1).at == at("Wed 2026-07-01 18:30")
    assert calendar.wm(at("2026-08-31 18:00"), 60).at == at("Tue 2026-09-01 09:00")
    assert calendar.wm(at("2026-07-01 12:00"), 1).at == at("2026-07-01 15:01")
    assert not calendar.eod(at("2026-07-01 18:10")).rolled


def test_a_season_may_run_over_the_turn_of_the_year() -> None:
    winter = Season((11, 15), (2, 28), DEFAULT_HOURS)

    assert winter.covers(date(2026, 1, 5))
    assert winter.covers(date(2026, 11, 15))
    assert not winter.covers(date(2026, 3, 1))


@pytest.mark.parametrize(
    "sessions",
    [
        pytest.param((), id="none"),
        pytest.param(((time(12), time(8)),), id="backwards"),
        pytest.param(((time(8), time(12)), (time(11), time(18))), id="overlapping"),
        pytest.param(((time(8), time(12)), (time(12), time(18))), id="touching"),
        pytest.param(((time(8, tzinfo=UTC), time(12, tzinfo=UTC)),), id="with a zone of their own"),
    ],
)
def test_impossible_hours_are_refused(sessions: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        OfficeHours(sessions)

    assert refusal.value.field == "hours"


def test_a_season_on_a_day_that_never_comes_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no day 31 in month 6"):
        Season((6, 31), (8, 31), DEFAULT_HOURS)
