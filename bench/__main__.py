"""`make bench`: what a completion costs, how a step ages, what waiting clients cost. Prints tables in Markdown."""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
from pathlib import Path

from bench import completions, where
from bench.office import ACTIVITIES, INSTANCES, VARIABLES, Place, places


def main() -> None:
    """Run everything."""
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, ", end="")
    print(f"SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory(prefix="banli-bench-") as name, places(Path(name)) as both:
        print_completions(both)
        for place in both:
            print_profile(place)


def print_completions(both: tuple[Place, ...]) -> None:
    """The table of completions in process."""
    print(f"completions: {ACTIVITIES} activities, {VARIABLES} variables, full history, {INSTANCES} cases\n")
    print("| database | clients | per second | p50 ms | p99 ms | statements | state bytes | bare ms | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for place in both:
        found = completions.measure(place)
        for clients, timing in found.timings.items():
            cells = [place.name, f"{clients}", f"{timing.rate:.0f}", f"{timing.percentile(50):.2f}"]
            cells.append(f"{timing.percentile(99):.2f}")
            if clients == 1:
                bare = sorted(found.bare)[len(found.bare) // 2]
                cells += [
                    str(max(found.statements)),
                    str(found.state_bytes),
                    f"{1000 * bare:.2f}",
                    f"{found.ratio:.1f}",
                ]
            print("| " + " | ".join(cells) + " |", flush=True)


def print_profile(place: Place) -> None:
    """Top functions and the sentence."""
    rows, shares = where.profile(place)
    print(f"\nprofile on {place.name}, microseconds and calls per completion\n")
    for function, own, calls in rows:
        print(f"{own:8.1f} {calls:5}  {function}")
    print(f"\n{where.sentence(shares)}", flush=True)


if __name__ == "__main__":
    main()
