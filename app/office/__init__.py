"""The registers of an office as use cases; `bootstrap` takes `EXTENSION`, `OfficeSwitches` and the transport."""

from __future__ import annotations

from app.domain.extension import Extension
from app.office.handlers import HANDLERS, QUERIES, RIGHTS
from app.office.in_process import InProcessTransport
from app.office.settings import OfficeSwitches, read_settings

EXTENSION = Extension(HANDLERS, RIGHTS, QUERIES)
"""Without tables: repository and answers are `app.persistence`'s, which only `bootstrap` knows."""

__all__ = ["EXTENSION", "HANDLERS", "QUERIES", "RIGHTS", "InProcessTransport", "OfficeSwitches", "read_settings"]
