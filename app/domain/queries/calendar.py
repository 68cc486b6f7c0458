"""What is asked about the office's calendar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadDays:
    """Answers the office's overrides: a tuple of `DayOverride`, by day."""
