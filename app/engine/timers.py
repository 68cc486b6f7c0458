"""When a timer is due and whether it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from app.domain.errors import EvaluationFailed
from app.domain.model.process import TimerKind
from app.engine.cron import cron
from app.engine.moments import duration, moment


@dataclass(frozen=True, slots=True)
class Schedule:
    """The next due time; `repeat` is what is left of a cycle after it (ISO repetition or cron), None at the end."""

    due_at: datetime
    repeat: str | None = None


def first_run(kind: TimerKind, value: Any, now: datetime, zone: tzinfo) -> Schedule | None:
    """The first due time of a timer; None for a cycle without a single time. Raises `EvaluationFailed`."""
    if kind is TimerKind.CYCLE:
        return next_run(str(value), now, now, zone)
    if isinstance(value, timedelta):
        return Schedule(now + value)
    if isinstance(value, str) and value.strip().lstrip("+-").startswith("P"):
        return Schedule(duration(value).after(now))
    at = moment(value, zone)
    if at is None:
        raise EvaluationFailed("定时器没有时间", "the timer has no time")
    return Schedule(at)


def next_run(repeat: str, last: datetime, now: datetime, zone: tzinfo) -> Schedule | None:
    """The next time of a cycle that last ran (or began) at `last`.

    An ISO repetition counts every missed time; a cron text skips what is past, as a clock on the wall does.
    """
    text = repeat.strip()
    if not text.upper().startswith("R"):
        due = cron(text).after(max(last, now), zone)
        return None if due is None else Schedule(due, text)
    head, *rest = text.split("/")
    left = int(head[1:]) if head[1:] else None
    if left == 0:
        return None
    if not rest or len(rest) > 2:
        raise EvaluationFailed(f"不是重复时间：{repeat}", f"no ISO 8601 repetition: {repeat}")
    begin = moment(rest[0], zone) if len(rest) == 2 else None
    due = begin if begin is not None else duration(rest[-1]).after(last)
    if left is None:
        return Schedule(due, f"R/{rest[-1]}")
    return Schedule(due, f"R{left - 1}/{rest[-1]}" if left > 1 else None)
