"""Office hours, working days and make-up days: how Banli counts time; the only home of chinesecalendar."""

from __future__ import annotations

from app.calendar.bean import CalendarBean
from app.calendar.hours import DEFAULT_HOURS, OfficeHours, Season
from app.calendar.national import NationalData, national_data
from app.calendar.office_calendar import SHANGHAI, OfficeCalendar

__all__ = [
    "DEFAULT_HOURS",
    "SHANGHAI",
    "CalendarBean",
    "NationalData",
    "OfficeCalendar",
    "OfficeHours",
    "Season",
    "national_data",
]
