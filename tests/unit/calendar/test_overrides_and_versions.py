"""The office's own word on a day goes before the nation's; calendars that could differ have different versions."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from app.calendar import DEFAULT_HOURS, NationalData, OfficeCalendar, OfficeHours, Season, national_data
from app.domain.calendar_days import CalendarDay, DayKind, DayOverride, DaySource
from app.domain.text import Text
from tests.unit.calendar.times import at

FLOOD_DUTY = DayOverride(date(2026, 9, 19), True, "防汛值守")
LOCAL_HOLIDAY = DayOverride(date(2026, 9, 16), False, "地方节日")


def test_an_override_makes_a_saturday_a_working_day_and_a_wednesday_a_holiday() -> None:
    calendar = OfficeCalendar(overrides=[FLOOD_DUTY, LOCAL_HOLIDAY])

    assert calendar.wd(at("Fri 2026-09-18 10:00"), 1).at == at("Sat 2026-09-19 18:00")
    assert calendar.wd(at("Tue 2026-09-15 10:00"), 1).at == at("Thu 2026-09-17 18:00")
    assert calendar.eod(at("Wed 2026-09-16 10:00")).rolled
    assert calendar.wm(at("Tue 2026-09-15 17:50"), 20).at == at("Thu 2026-09-17 08:40")


def test_an_override_goes_before_national_data() -> None:
    calendar = OfficeCalendar(
        overrides=[DayOverride(date(2026, 10, 1), True, "值班"), DayOverride(date(2026, 10, 10), False, "轮休")]
    )

    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 10, 10))


def test_the_calendar_page_gets_kind_name_and_source_of_each_day() -> None:
    calendar = OfficeCalendar(overrides=[FLOOD_DUTY])

    friday, saturday, sunday = calendar.days(date(2026, 9, 18), date(2026, 9, 20))
    (holiday,) = calendar.days(date(2026, 10, 1), date(2026, 10, 1))
    (plain_sunday,) = calendar.days(date(2026, 9, 13), date(2026, 9, 13))

    assert friday == CalendarDay(date(2026, 9, 18), DayKind.WORKDAY, DaySource.WEEKDAY_RULE)
    assert saturday.kind is DayKind.MAKE_UP
    assert saturday.source is DaySource.OFFICE
    assert saturday.name == Text("防汛值守", "防汛值守")
    assert sunday.kind is DayKind.MAKE_UP
    assert sunday.source is DaySource.NATIONAL
    assert holiday.name == Text("国庆节", "National Day")
    assert plain_sunday.kind is DayKind.WEEKEND
    assert plain_sunday.name is None


def test_a_list_of_days_may_span_years_and_is_empty_backwards() -> None:
    calendar = OfficeCalendar()

    assert len(calendar.days(date(2025, 12, 30), date(2026, 1, 2))) == 4
    assert calendar.days(date(2026, 1, 2), date(2026, 1, 1)) == ()


def test_equal_calendars_have_equal_versions_whatever_the_order_of_their_data() -> None:
    one = OfficeCalendar(overrides=[FLOOD_DUTY, LOCAL_HOLIDAY])
    other = OfficeCalendar(overrides=iter([LOCAL_HOLIDAY, FLOOD_DUTY]))

    assert one == other
    assert hash(one) == hash(other)
    assert one.version == other.version


def test_using_a_calendar_does_not_change_it() -> None:
    calendar = OfficeCalendar()
    version = calendar.version

    calendar.wd(at("2026-09-15 10:00"), 300)

    assert calendar.version == version
    assert calendar == OfficeCalendar()


def test_the_name_of_an_override_is_no_reason_to_compute_again() -> None:
    renamed = DayOverride(FLOOD_DUTY.day, True, "防汛")

    assert OfficeCalendar(overrides=[FLOOD_DUTY]) == OfficeCalendar(overrides=[renamed])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(OfficeCalendar(overrides=[FLOOD_DUTY]), id="an override"),
        pytest.param(OfficeCalendar(confirmed_years=[2027]), id="a confirmed year"),
        pytest.param(OfficeCalendar(hours=OfficeHours(((time(9), time(17)),))), id="hours"),
        pytest.param(OfficeCalendar(seasons=(Season((7, 1), (8, 31), DEFAULT_HOURS),)), id="a season"),
        pytest.param(OfficeCalendar(zone=ZoneInfo("Asia/Urumqi")), id="the zone"),
        pytest.param(
            OfficeCalendar(
                national=NationalData(
                    dict(national_data().holidays) | {date(2027, 1, 1): Text("元旦", "New Year's Day")},
                    national_data().make_up_days,
                    national_data().years | {2027},
                )
            ),
            id="a new year's data",
        ),
    ],
)
def test_whatever_could_move_a_due_time_changes_the_version(other: OfficeCalendar) -> None:
    assert other != OfficeCalendar()
    assert other.version != OfficeCalendar().version


def test_the_version_is_the_same_in_every_process() -> None:
    # A deadline row outlives the process, so a version must not hang on hash seeds or on the order of a set. Whoever
    # changes this text makes every open deadline be computed again.
    national = NationalData({date(2026, 10, 1): Text("国庆节", "National Day")}, {}, frozenset({2026, 2025}))

    assert OfficeCalendar(national=national, overrides=[FLOOD_DUTY, LOCAL_HOLIDAY]).version == "72a4d54e08c9039d"
