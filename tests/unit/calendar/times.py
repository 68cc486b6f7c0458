"""Short ways to write the times of these stories."""

from __future__ import annotations

from datetime import datetime

from app.calendar import SHANGHAI


def at(text: str) -> datetime:
    """An aware time of the office; a weekday before the date is checked, as the catalogue writes it."""
    *weekday, day, clock = text.split()
    moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)
    if weekday:
        assert moment.strftime("%a") == weekday[0], f"{day} is no {weekday[0]}"
    return moment
