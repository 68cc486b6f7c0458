"""Where the time of a completion goes: a profile, by function and by package."""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from pathlib import Path

from bench.completions import warm_up
from bench.office import ACTIVITIES, Place, complete, deploy, house_on, open_tasks, start_cases

CASES = 20
TOP = 15
Row = tuple[str, float, int]


def profile(place: Place) -> tuple[list[Row], Counter[str]]:
    """The functions with the most time of their own, and the share of each package; microseconds per completion."""
    with house_on(place.new(), place.folder / "home") as house:
        deploy(house)
        warm_up(house)
        cases = start_cases(house, CASES)
        watch = cProfile.Profile()
        for number in range(ACTIVITIES - 1):
            tasks = open_tasks(house, cases)
            watch.enable()
            for task in tasks:
                complete(house, task, number)
            watch.disable()
    count = CASES * (ACTIVITIES - 1)
    rows: list[Row] = []
    shares: Counter[str] = Counter()
    stats = pstats.Stats(watch).stats  # type: ignore[attr-defined] # not in the stubs
    for (path, line, name), (_calls, calls, own, _all, _callers) in stats.items():
        rows.append((f"{_short(path)}:{line} {name}", own / count * 1e6, calls // count))
        shares[_package(path, name)] += own / count * 1e6
    return sorted(rows, key=lambda row: -row[1])[:TOP], shares


def sentence(shares: Counter[str]) -> str:
    """In words."""
    total = sum(shares.values())
    parts = [f"{package} {100 * part / total:.0f} %" for package, part in shares.most_common(6)]
    return f"Of {total / 1000:.2f} ms under the profiler: " + ", ".join(parts) + "."


def _package(path: str, name: str) -> str:
    for mark, package in (
        ("sqlalchemy", "SQLAlchemy"),
        ("SpiffWorkflow", "SpiffWorkflow"),
        ("psycopg", "psycopg"),
        ("app/persistence", "our persistence"),
        ("app/interpreter", "our interpreter"),
        ("app/engine", "our engine"),
        ("app/", "the rest of ours"),
    ):
        if mark in path:
            return package
    return "the driver and the database" if "sqlite3" in name else "Python's library"


def _short(path: str) -> str:
    parts = Path(path).parts
    return "/".join(parts[-2:]) if len(parts) > 1 else path
