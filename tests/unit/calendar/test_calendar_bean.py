"""What a diagram's expression can ask the calendar: ``${calendar.workdays(received_at, 3)}``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.calendar import SHANGHAI, CalendarBean, OfficeCalendar
from app.domain.errors import InvalidInput
from tests.unit.calendar.times import at


class FrozenClock:
    """Half past nine on a Tuesday morning in Shanghai."""

    def now(self) -> datetime:
        return datetime(2026, 9, 15, 1, 30, tzinfo=UTC)


BEAN: CalendarBean = OfficeCalendar().bean(FrozenClock())
RECEIVED = at("2026-09-30 16:00")


def test_the_bean_offers_exactly_its_functions() -> None:
    assert set(BEAN) == {"wd", "workdays", "wdb", "wm", "eod", "clock", "lastwd", "is_working_day", "now"}
    assert len(BEAN) == 9
    assert "version" not in BEAN


def test_functions_return_plain_times() -> None:
    assert BEAN["wd"](RECEIVED, 3) == at("Sat 2026-10-10 18:00")
    assert BEAN["workdays"](RECEIVED, 3) == BEAN["wd"](RECEIVED, 3)
    assert BEAN["wdb"](RECEIVED, 1) == at("Tue 2026-09-29 18:00")
    assert BEAN["wm"](RECEIVED, 150) == at("Thu 2026-10-08 09:00")
    assert BEAN["eod"](RECEIVED) == at("Wed 2026-09-30 18:00")
    assert BEAN["clock"](RECEIVED, -30) == at("2026-09-30 15:30")
    assert BEAN["lastwd"]("month", RECEIVED) == at("Wed 2026-09-30 18:00")
    assert BEAN["lastwd"]("week", at("2026-02-18 10:00")) is None
    assert BEAN["is_working_day"](RECEIVED) is True


def test_now_is_the_clock_s_time_in_the_office_s_zone() -> None:
    now = BEAN["now"]()

    assert now == at("Tue 2026-09-15 09:30")
    assert now.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-30T16:00:00+08:00",
        "2026-09-30T08:00:00Z",
        "2026-09-30T08:00:00.000+0000",
        " 2026-09-30T16:00+08:00 ",
    ],
)
def test_a_time_may_be_a_text_with_a_zone(text: str) -> None:
    assert BEAN["wm"](text, 30) == at("2026-09-30 16:30")


@pytest.mark.parametrize("day", [date(2026, 9, 30), "2026-09-30"])
def test_a_day_is_enough_where_only_the_day_counts(day: date | str) -> None:
    assert BEAN["wd"](day, 1) == at("Thu 2026-10-08 18:00")
    assert BEAN["wdb"](day, 1) == at("Tue 2026-09-29 18:00")
    assert BEAN["eod"](day) == at("Wed 2026-09-30 18:00")
    assert BEAN["lastwd"]("week", day) == at("Wed 2026-09-30 18:00")
    assert BEAN["is_working_day"](day) is True


@pytest.mark.parametrize("function", ["wm", "clock"])
def test_a_day_is_not_enough_where_the_minute_counts(function: str) -> None:
    with pytest.raises(InvalidInput, match="a date without a time of day"):
        BEAN[function]("2026-09-30", 30)


@pytest.mark.parametrize("count", [3, 3.0, Decimal("3"), Decimal("3.00")])
def test_a_count_may_be_any_whole_number(count: Any) -> None:
    assert BEAN["wd"](RECEIVED, count) == at("Sat 2026-10-10 18:00")


@pytest.mark.parametrize("count", [2.5, Decimal("0.1"), float("nan"), float("inf"), Decimal("NaN"), "3", True, None])
def test_any_other_count_is_refused(count: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        BEAN["wd"](RECEIVED, count)

    assert refusal.value.text.zh.startswith("不是整数")


@pytest.mark.parametrize("moment", [None, 5, "", "tomorrow", "2026-13-01", "2026-09-30T16:00:00"])
def test_what_is_no_time_with_a_zone_is_refused(moment: Any) -> None:
    for function, arguments in (("wd", (1,)), ("wm", (1,)), ("eod", ())):
        with pytest.raises(InvalidInput):
            BEAN[function](moment, *arguments)
