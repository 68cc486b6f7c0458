"""All rows of the element matrix, and their results."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.jobs.simulation import SimulatedClock
from app.persistence.tables import metadata
from tests.conformance import rows_activities, rows_events, rows_flows
from tests.conformance.case import Case, Result, result_of
from tests.support.clock import MONDAY
from tests.support.engine_driver import Office

CASES: Mapping[str, Case] = {
    case.name: case for rows in (rows_events, rows_activities, rows_flows) for case in rows.cases()
}


@cache
def result(name: str) -> Result:
    """What becomes of a row; played once in a process."""
    office = _office()
    with office.store.backend.engines[0].begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    _CLOCK.turn_back()
    office.forget()
    return result_of(CASES[name], office)


class _Clock(SimulatedClock):
    """One that goes back between two rows."""

    def turn_back(self) -> None:
        self._now = MONDAY


_CLOCK = _Clock(MONDAY)


@cache
def _office() -> Office:
    """One for all rows, emptied between them: what the database layer has compiled is kept."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    _FOLDERS.append(tempfile.TemporaryDirectory(prefix="banli-matrix-", dir=memory))
    return Office(Path(_FOLDERS[0].name), clock=_CLOCK)


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""Kept until the process ends."""
