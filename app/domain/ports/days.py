"""The override table of the calendar inside a transaction."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from app.domain.calendar_days import DayOverride


class DayTable(Protocol):
    """Days on which the office itself says whether it works."""

    def load(self) -> tuple[DayOverride, ...]:
        """All overrides, by day."""

    def put(self, override: DayOverride) -> None: ...
    def remove(self, day: date) -> None: ...
