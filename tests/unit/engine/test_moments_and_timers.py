"""Times as models write them: ISO 8601 durations, dates, repetitions and cron."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import SHANGHAI
from app.domain.errors import EvaluationFailed
from app.domain.model.process import TimerKind
from app.engine.cron import cron
from app.engine.moments import duration, moment
from app.engine.retries import retry_plan
from app.engine.timers import Schedule, first_run, next_run

NOW = datetime(2026, 1, 31, 9, 0, tzinfo=SHANGHAI)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]  # the parts of a time, as datetime takes them


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("PT5M", local(2026, 1, 31, 9, 5)),
        ("P1D", local(2026, 2, 1, 9)),
        ("P2W", local(2026, 2, 14, 9)),
        ("P1M", local(2026, 2, 28, 9)),
        ("P1Y1M", local(2027, 2, 28, 9)),
        ("P1DT2H30M1.5S", datetime(2026, 2, 1, 11, 30, 1, 500_000, tzinfo=SHANGHAI)),
        ("-PT1H", local(2026, 1, 31, 8)),
    ],
)
def test_a_duration_is_counted_by_calendar_and_clock(text: str, due: datetime) -> None:
    assert duration(text).after(NOW) == due


@pytest.mark.parametrize("text", ["", "P", "PT", "5M", "P1H", "PT1D", "P-1D", "soon"])
def test_no_duration_is_refused(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        duration(text)


def test_a_time_without_offset_is_the_office_s_local_time() -> None:
    assert moment("2026-02-01T10:00:00", SHANGHAI) == local(2026, 2, 1, 10)
    assert moment("2026-02-01T02:00:00Z", SHANGHAI) == local(2026, 2, 1, 10)
    assert moment("2026-02-01", SHANGHAI) == moment(date(2026, 2, 1), SHANGHAI) == local(2026, 2, 1)
    assert moment(None, SHANGHAI) is moment("", SHANGHAI) is None
    for wrong in ("tomorrow", 5, True):
        with pytest.raises(EvaluationFailed):
            moment(wrong, SHANGHAI)


def test_a_repetition_counts_down_and_ends() -> None:
    first = first_run(TimerKind.CYCLE, "R3/PT1H", NOW, SHANGHAI)
    assert first == Schedule(NOW + timedelta(hours=1), "R2/PT1H")
    second = next_run("R2/PT1H", NOW + timedelta(hours=1), NOW, SHANGHAI)
    assert second == Schedule(NOW + timedelta(hours=2), "R1/PT1H")
    assert next_run("R1/PT1H", NOW, NOW, SHANGHAI) == Schedule(NOW + timedelta(hours=1), None)
    assert next_run("R/PT1H", NOW, NOW, SHANGHAI) == Schedule(NOW + timedelta(hours=1), "R/PT1H")
    assert first_run(TimerKind.CYCLE, "R0/PT1H", NOW, SHANGHAI) is None
    start = first_run(TimerKind.CYCLE, "R2/2026-03-01T08:00:00/PT1H", NOW, SHANGHAI)
    assert start == Schedule(local(2026, 3, 1, 8), "R1/PT1H")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("0 0 9 ? * MON-FRI", local(2026, 2, 2, 9)),
        ("0 30 8 * * ?", local(2026, 2, 1, 8, 30)),
        ("0 0/20 9-10 * * ?", local(2026, 1, 31, 9, 20)),
        ("0 0 12 L * ?", local(2026, 1, 31, 12)),
        ("0 0 9 LW * ?", local(2026, 2, 27, 9)),
        ("0 0 9 15W 2 ?", local(2026, 2, 16, 9)),
        ("0 0 9 ? * 6#2", local(2026, 2, 13, 9)),
        ("0 0 9 ? * 6L", local(2026, 2, 27, 9)),
        ("0 0 9 29 2 ?", local(2028, 2, 29, 9)),
        ("30 17 * * 5", local(2026, 2, 6, 17, 30)),
        ("0 0 9 1 1 ? 2030", local(2030, 1, 1, 9)),
    ],
)
def test_a_cron_text_names_its_next_time(text: str, due: datetime) -> None:
    assert cron(text).after(NOW, SHANGHAI) == due


def test_a_cron_text_that_is_over_has_no_next_time() -> None:
    assert cron("0 0 9 1 1 ? 2020").after(NOW, SHANGHAI) is None
    assert cron("0 0 9 30 2 ?").after(NOW, SHANGHAI) is None
    for wrong in ("", "* * *", "61 * * * * ?", "0 0 9 ? * XYZ", "0 0 9 ? * 1-9"):
        with pytest.raises(EvaluationFailed):
            cron(wrong)


def test_a_wall_clock_skips_what_it_missed_and_a_repetition_does_not() -> None:
    late = NOW + timedelta(days=10)
    assert next_run("0 0 9 * * ?", NOW, late, SHANGHAI) == Schedule(late + timedelta(days=1), "0 0 9 * * ?")
    assert next_run("R5/P1D", NOW, late, SHANGHAI) == Schedule(NOW + timedelta(days=1), "R4/P1D")


@given(st.integers(0, 3_000_000_000), st.sampled_from(["0 0/7 * * * ?", "5 4 3 ? * 2,4"]))
def test_a_next_time_is_later_and_nothing_lies_between(seconds: int, text: str) -> None:
    start = datetime.fromtimestamp(seconds, tz=SHANGHAI)
    due = cron(text).after(start, SHANGHAI)
    assert due is not None and due > start
    assert cron(text).after(due - timedelta(seconds=1), SHANGHAI) == due


def test_retry_cycles_say_how_often_and_how_long() -> None:
    plan = retry_plan("R5/PT10M")
    assert plan.attempts == 5
    assert [plan.next_attempt(k, NOW) - NOW for k in (1, 4)] == [timedelta(minutes=10)] * 2
    listed = retry_plan("PT1M, PT1H")
    assert listed.attempts == 3
    assert [listed.next_attempt(k, NOW) - NOW for k in (1, 2, 3)] == [
        timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1),
    ]  # fmt: skip
    growing = [retry_plan(None).next_attempt(k, NOW) - NOW for k in (1, 2, 3, 50)]
    assert growing == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20), timedelta(hours=1)]
