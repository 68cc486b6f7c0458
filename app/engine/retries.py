"""How often a job is tried and how long it rests in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.engine.moments import Duration, duration

DEFAULT_ATTEMPTS = 3
_FIRST_REST = timedelta(seconds=5)
_LONGEST_REST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """`attempts` in all; `rests[k]` is the pause after the k-th failure, the last one repeated."""

    attempts: int
    rests: tuple[Duration, ...] = ()

    def next_attempt(self, failures: int, now: datetime) -> datetime:
        """When to try again after that many failures; grows by itself where the model names no interval."""
        if self.rests:
            return self.rests[min(failures, len(self.rests)) - 1].after(now)
        return now + growing_rest(failures)


def growing_rest(failures: int) -> timedelta:
    """5 s, 10 s, 20 s ... at most an hour."""
    doublings = 1 << min(max(failures - 1, 0), 12)
    return min(_FIRST_REST * doublings, _LONGEST_REST)


def retry_plan(text: str | None) -> RetryPlan:
    """Parse `camunda:failedJobRetryTimeCycle`: ``R5/PT5M``, a list ``PT10M,PT17M``, or nothing for the default."""
    if not text or not text.strip():
        return RetryPlan(DEFAULT_ATTEMPTS)
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and parts[0].upper().startswith("R"):
        count, _, interval = parts[0].partition("/")
        return RetryPlan(max(int(count[1:] or DEFAULT_ATTEMPTS), 1), (duration(interval),))
    rests = tuple(duration(part) for part in parts)
    return RetryPlan(len(rests) + 1, rests)
