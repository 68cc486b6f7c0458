"""Every calendar vector of the process catalogue, section 5, and the due times its scenarios (section 6) name."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.calendar import OfficeCalendar
from app.domain.values import DueTime
from tests.unit.calendar.times import at

CALENDAR = OfficeCalendar()

# (call as the catalogue writes it, expected); the id of each test is the call.
VECTORS = [
    ("wm(2026-09-29 11:45, 30)", "Tue 2026-09-29 14:45"),
    ("wm(2026-09-30 17:40, 30)", "Thu 2026-10-08 08:40"),
    ("wm(2026-02-14 17:30, 60)", "Tue 2026-02-24 09:00"),
    ("wm(2026-02-15 10:00, 30)", "Tue 2026-02-24 09:00"),
    ("wd(2025-09-26 10:00, 3)", "Tue 2025-09-30 18:00"),
    ("wd(2025-09-30 16:00, 3)", "Sat 2025-10-11 18:00"),
    ("wd(2026-02-12 09:00, 3)", "Tue 2026-02-24 18:00"),
    ("wd(2026-02-13 18:30, 1)", "Sat 2026-02-14 18:00"),
    ("wd(2026-02-20 10:00, 1)", "Tue 2026-02-24 18:00"),
    ("wd(2026-09-24 10:00, 7)", "Mon 2026-10-12 18:00"),
    ("wd(2026-10-02 12:00, 3)", "Sat 2026-10-10 18:00"),
    ("wdb(2025-10-09 09:00, 2)", "Mon 2025-09-29 18:00"),
    ("wdb(2026-02-24 09:00, 2)", "Fri 2026-02-13 18:00"),
    ("wdb(2026-09-21 09:00, 1)", "Sun 2026-09-20 18:00"),
    ("eod(2026-09-30 17:59)", "Wed 2026-09-30 18:00"),
    ("eod(2026-09-30 18:00)", "Thu 2026-10-08 18:00"),
    ("eod(2026-02-14 09:00)", "Sat 2026-02-14 18:00"),
    ("lastwd(month 2025-09)", "Tue 2025-09-30 18:00"),
    ("lastwd(month 2026-02)", "Sat 2026-02-28 18:00"),
    ("lastwd(month 2026-05)", "Fri 2026-05-29 18:00"),
    ("lastwd(week of Mon 2025-09-22)", "Sun 2025-09-28 18:00"),
    ("lastwd(week of Mon 2026-02-09)", "Sat 2026-02-14 18:00"),
    ("lastwd(week of Mon 2026-09-14)", "Sun 2026-09-20 18:00"),
    ("lastwd(week of Mon 2026-10-05)", "Sat 2026-10-10 18:00"),
]

# (scenario and deadline, call, expected)
SCENARIOS = [
    ("SC-01 DL-24", "wm(2026-09-30 16:50, 30)", "Wed 2026-09-30 17:20"),
    ("SC-01 DL-25", "wm(2026-09-30 17:10, 60)", "Thu 2026-10-08 08:40"),
    ("SC-01 DL-25 wall clock", "clock(2026-09-30 17:10, 60)", "Wed 2026-09-30 18:10"),
    ("SC-01 DL-28", "eod(2026-10-08 08:45)", "Thu 2026-10-08 18:00"),
    ("SC-01 DL-27", "wd(2026-10-08 08:45, 1)", "Fri 2026-10-09 18:00"),
    ("SC-01 DL-29", "eod(2026-10-08 16:00)", "Thu 2026-10-08 18:00"),
    ("SC-01 DL-30", "wd(2026-10-08 16:30, 3)", "Mon 2026-10-12 18:00"),
    ("SC-02 DL-24", "wm(2025-09-30 17:40, 30)", "Thu 2025-10-09 08:40"),
    ("SC-02 DL-25", "wm(2025-09-30 17:50, 60)", "Thu 2025-10-09 09:20"),
    ("SC-04", "wd(2026-02-13 15:00, 3)", "Wed 2026-02-25 18:00"),
    ("SC-06", "wd(2026-09-24 10:00, 7)", "Mon 2026-10-12 18:00"),
    ("SC-09 DL-24", "wm(2025-09-28 09:10, 30)", "Sun 2025-09-28 09:40"),
    ("SC-15 soft", "eod(2026-09-30 17:30)", "Wed 2026-09-30 18:00"),
    ("SC-15 hard", "wd(2026-09-30 17:30, 1)", "Thu 2026-10-08 18:00"),
    ("SC-17 DL-08", "wd(2025-09-26 10:00, 3)", "Tue 2025-09-30 18:00"),
    ("SC-18 DL-08", "wd(2026-02-12 09:00, 3)", "Tue 2026-02-24 18:00"),
    ("SC-22 DL-11", "wdb(2025-10-09 09:00, 2)", "Mon 2025-09-29 18:00"),
    ("SC-22 DL-13", "wdb(2025-10-09 09:00, 1)", "Tue 2025-09-30 18:00"),
    ("SC-22 DL-05", "wd(2025-10-09 09:00, 3)", "Mon 2025-10-13 18:00"),
    ("SC-23 DL-11", "wdb(2026-10-10 09:00, 2)", "Thu 2026-10-08 18:00"),
    ("SC-23 DL-13", "wdb(2026-10-10 09:00, 1)", "Fri 2026-10-09 18:00"),
    ("SC-23 DL-05", "wd(2026-10-10 09:00, 3)", "Wed 2026-10-14 18:00"),
    ("SC-32 DL-06", "wd(2025-09-30 16:00, 3)", "Sat 2025-10-11 18:00"),
    ("SC-42 DL-41", "eod(2026-09-30 17:30)", "Wed 2026-09-30 18:00"),
    ("SC-42 DL-41 late", "eod(2026-09-30 18:20)", "Thu 2026-10-08 18:00"),
    ("SC-43 week 1", "lastwd(week of Mon 2026-09-21)", "Thu 2026-09-24 18:00"),
    ("SC-43 week 2", "lastwd(week of Mon 2026-09-28)", "Wed 2026-09-30 18:00"),
    ("SC-43 week 3", "lastwd(week of Mon 2026-10-05)", "Sat 2026-10-10 18:00"),
    ("SC-43 week 4", "lastwd(week of Mon 2026-10-12)", "Fri 2026-10-16 18:00"),
    ("SC-43 week 5", "lastwd(week of Mon 2026-10-19)", "Fri 2026-10-23 18:00"),
    ("SC-43 week 6", "lastwd(week of Mon 2026-10-26)", "Fri 2026-10-30 18:00"),
    ("SC-47 2025-10", "lastwd(month 2025-10)", "Fri 2025-10-31 18:00"),
    ("SC-47 2026-02", "lastwd(month 2026-02)", "Sat 2026-02-28 18:00"),
    ("SC-47 2026-09", "lastwd(month 2026-09)", "Wed 2026-09-30 18:00"),
    ("SC-47 2026-10", "lastwd(month 2026-10)", "Fri 2026-10-30 18:00"),
    ("SC-48 DL-51", "clock(2026-10-02 02:20, 30)", "Fri 2026-10-02 02:50"),
    ("SC-48 DL-52", "clock(2026-10-02 02:20, 60)", "Fri 2026-10-02 03:20"),
    ("SC-48 DL-53", "clock(2026-10-02 02:45, 60)", "Fri 2026-10-02 03:45"),
    ("SC-48 DL-54", "clock(2026-10-02 02:45, 120)", "Fri 2026-10-02 04:45"),
    ("SC-48 strict DL-51", "clock(2026-10-02 02:15, 30)", "Fri 2026-10-02 02:45"),
    ("SC-48 strict DL-52, DL-53", "clock(2026-10-02 02:15, 60)", "Fri 2026-10-02 03:15"),
    ("SC-48 strict DL-54", "clock(2026-10-02 02:15, 120)", "Fri 2026-10-02 04:15"),
    ("SC-50 DL-58", "wd(2026-02-13 16:00, 1)", "Sat 2026-02-14 18:00"),
    ("SC-50 DL-59", "wd(2026-02-14 17:00, 1)", "Tue 2026-02-24 18:00"),
    ("SC-50 DL-61", "eod(2026-02-24 09:30)", "Tue 2026-02-24 18:00"),
    ("SC-59 DL-21", "wd(2026-09-28 10:00, 5)", "Sat 2026-10-10 18:00"),
    ("SC-62 DL-08", "wd(2026-09-16 10:00, 3)", "Sun 2026-09-20 18:00"),
    ("SC-62 DL-11", "wdb(2026-09-24 09:00, 2)", "Tue 2026-09-22 18:00"),
    ("SC-62 DL-13", "wdb(2026-09-24 09:00, 1)", "Wed 2026-09-23 18:00"),
    ("SC-62 DL-40", "wm(2026-09-24 11:30, 60)", "Thu 2026-09-24 15:00"),
    ("SC-62 DL-41", "eod(2026-09-24 11:30)", "Thu 2026-09-24 18:00"),
    ("SC-62 weekly 1", "lastwd(week of Mon 2026-09-28)", "Wed 2026-09-30 18:00"),
    ("SC-62 weekly 2", "lastwd(week of Mon 2026-10-05)", "Sat 2026-10-10 18:00"),
    ("SC-62 DL-05", "wd(2026-09-24 11:30, 3)", "Wed 2026-09-30 18:00"),
    ("SC-62 DL-21", "wd(2026-09-24 11:30, 5)", "Fri 2026-10-09 18:00"),
]


def compute(call: str) -> DueTime | None:
    """Run a call in the catalogue's notation."""
    function, arguments = call.removesuffix(")").split("(")
    if function == "lastwd":
        period, *_, day = arguments.split()
        return CALENDAR.lastwd(period, at(f"{day if period == 'week' else day + '-01'} 00:00"))
    if function == "eod":
        return CALENDAR.eod(at(arguments))
    start, count = arguments.split(", ")
    due: DueTime = getattr(CALENDAR, function)(at(start), int(count))
    return due


def assert_due(call: str, expected: datetime) -> None:
    due = compute(call)
    assert due is not None
    assert due.at == expected
    assert due.at.tzinfo is expected.tzinfo
    assert not due.estimated
    assert due.calendar_version == CALENDAR.version


@pytest.mark.parametrize(("call", "expected"), VECTORS, ids=[call for call, _ in VECTORS])
def test_a_vector_of_the_catalogue_holds(call: str, expected: str) -> None:
    assert_due(call, at(expected))


@pytest.mark.parametrize(("call", "expected"), [row[1:] for row in SCENARIOS], ids=[row[0] for row in SCENARIOS])
def test_a_due_time_of_a_catalogue_scenario_holds(call: str, expected: str) -> None:
    assert_due(call, at(expected))


def test_a_week_inside_the_spring_festival_has_no_last_working_day() -> None:
    assert compute("lastwd(week of Mon 2026-02-16)") is None


def test_only_a_moved_same_day_deadline_is_flagged_as_rolled() -> None:
    in_time, late = compute("eod(2026-09-30 17:30)"), compute("eod(2026-09-30 18:20)")

    assert in_time is not None
    assert not in_time.rolled
    assert late is not None
    assert late.rolled
