"""The registers of an office as use cases; `bootstrap` takes `HANDLERS`, `RIGHTS`, `QUERIES` and `OfficeSwitches`."""

from __future__ import annotations

from app.office.handlers import HANDLERS, QUERIES, RIGHTS
from app.office.settings import OfficeSwitches, read_settings

__all__ = ["HANDLERS", "QUERIES", "RIGHTS", "OfficeSwitches", "read_settings"]
