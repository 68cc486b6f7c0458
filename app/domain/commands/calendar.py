"""The office's own word on single days of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.commands import Command


@dataclass(frozen=True, slots=True)
class SetDay(Command):
    """Say whether the office works on a day; open deadlines are recomputed. Returns how many moved."""

    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class ClearDay(Command):
    """Take that word back; open deadlines are recomputed. Returns how many moved."""

    day: date
