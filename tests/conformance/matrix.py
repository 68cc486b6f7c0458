"""All rows of the element matrix, and their results."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.conformance import rows_activities, rows_events, rows_flows
from tests.conformance.case import Case, Result, result_of
from tests.support.engine_driver import Office

CASES: Mapping[str, Case] = {
    case.name: case for rows in (rows_events, rows_activities, rows_flows) for case in rows.cases()
}


@cache
def result(name: str) -> Result:
    """What becomes of a row; played once in a process."""
    with tempfile.TemporaryDirectory(dir=_empty_database().parent) as folder:
        return result_of(CASES[name], _empty_database(), Path(folder))


@cache
def _empty_database() -> Path:
    holder = tempfile.TemporaryDirectory(prefix="banli-matrix-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    _HOLDERS.append(holder)
    with Office(Path(holder.name)):
        pass
    return Path(holder.name) / "banli.db"


_HOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""Kept until the process ends, which takes the folder away."""
