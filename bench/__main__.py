"""`make bench`: what a completion costs, how a step ages, what waiting clients cost. Prints tables in Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import ageing, completions, over_http, scale, step_cost, where
from bench.office import ACTIVITIES, INSTANCES, VARIABLES, Place, Timing, places

PARTS = ("completions", "http", "waiting", "ageing", "profile", "children", "definitions", "timers")


def main() -> None:
    """Run the parts named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--long", action="store_true", help="30 cases of each age instead of 3, on both databases")
    given = parser.parse_args()
    wanted = given.parts or PARTS
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, ", end="")
    print(f"SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(prefix="banli-bench-") as name,
        tempfile.TemporaryDirectory(prefix="banli-bench-", dir=memory) as quick,
        places(Path(name)) as both,
    ):
        if "completions" in wanted:
            print_completions(both)
        if "http" in wanted:
            print_http(both)
        if "waiting" in wanted:
            print_waiting(both[:1])
        if "ageing" in wanted:
            in_memory = Place("SQLite in memory", Path(quick))  # a hundred thousand commits need not reach a disk
            print_ageing((in_memory, both[1]) if given.long else (in_memory,), 30 if given.long else 3)
        if "profile" in wanted:
            for place in both:
                print_profile(place)
        print_scale(wanted, Place("SQLite in memory", Path(quick)))


def print_completions(both: tuple[Place, ...]) -> None:
    """Completions in process."""
    print(f"\n## Completions in process\n\n{ACTIVITIES} activities, {VARIABLES} variables, {INSTANCES} cases\n")
    print("| database | clients | per second | p50 ms | p99 ms | statements | state bytes | bare ms | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for place in both:
        found = completions.measure(place)
        bare = sorted(found.bare)[len(found.bare) // 2]
        more = f" {max(found.statements)} | {found.state_bytes} | {1000 * bare:.2f} | {found.ratio:.1f} |"
        for clients, timing in found.timings.items():
            print(f"| {place.name} | {clients} | {_cells(timing)} |{more if clients == 1 else ' | | | |'}", flush=True)


def print_http(both: tuple[Place, ...]) -> None:
    """Completions over HTTP."""
    print("\n## Completions over HTTP\n\n| database | clients | per second | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for place in both:
        for clients, timing in over_http.completions(place).items():
            print(f"| {place.name} | {clients} | {_cells(timing)} |", flush=True)


def print_waiting(some: tuple[Place, ...]) -> None:
    """Completions beside those who wait."""
    print(f"\n## Beside {over_http.STREAMS} live streams and {over_http.POLLS} parked polls, four clients\n")
    print("| database | | per second | p50 ms | p99 ms | ratio of p99 | still waiting |\n|---|---|---|---|---|---|---|")
    for place in some:
        found = over_http.beside_waiting(place)
        print(f"| {place.name} | alone | {_cells(found.alone)} | | |")
        print(f"| {place.name} | beside | {_cells(found.beside)} | {found.ratio:.2f} | {found.alive} |", flush=True)


def print_ageing(some: tuple[Place, ...], cases: int) -> None:
    """Step cost by age."""
    print("\n## Step cost by age\n\n| | turn | ms | ratio |\n|---|---|---|---|")
    _print_ages("interpreter alone", {turns: found[0] / 1e6 for turns, found in step_cost.measure().items()})
    for place in some:
        _print_ages(place.name, ageing.on_database(place, cases))
    turns, first, last = ageing.stock_spiffworkflow()
    print(f"\nStock SpiffWorkflow stops silently after turn {turns}; ", end="")
    print(f"a step takes {1000 * first:.3f} ms at first and {1000 * last:.3f} ms at the end.", flush=True)


def _print_ages(name: str, medians: dict[int, float]) -> None:
    for turns, median in medians.items():
        print(f"| {name} | {turns:,} | {1000 * median:.3f} | {median / medians[ageing.TURNS[0]]:.2f} |", flush=True)


def print_profile(place: Place) -> None:
    """Top functions and the sentence."""
    rows, shares = where.profile(place)
    print(f"\n## Where the time goes: {place.name}\n\nMicroseconds and calls per completion:\n")
    for function, own, calls in rows:
        print(f"    {own:8.1f} {calls:5}  {function}")
    print(f"\n{where.sentence(shares)}", flush=True)


def print_scale(wanted: Sequence[str], place: Place) -> None:
    """What is large."""
    if "children" in wanted:
        print("\n## Parallel multi-instance\n\n| children | opening s | ms, nearly all wait | ms, nearly all done |")
        print("|---|---|---|---|")
        for count in scale.CHILDREN:
            found = scale.children(place, count)
            print(
                f"| {count:,} | {found.opening:.2f} | {1000 * found.first:.2f} | {1000 * found.last:.2f} |", flush=True
            )
    if "definitions" in wanted:
        made = scale.definitions()
        print(f"\n## Definitions\n\n{scale.NODES:,} nodes are read and compiled in {made.reading:.2f} s; ", end="")
        print(f"{scale.DEFINITIONS} definitions of 20 nodes take {made.megabytes:.0f} MB.", flush=True)
    if "timers" in wanted:
        timers = scale.timers(place)
        print(f"\n## {scale.TIMERS:,} timers wait, {scale.DUE:,} fall due at once\n")
        print(f"Idle: {100 * timers.idle:.2f} % of a core. All due had fired after {timers.drained:.0f} s.\n")
        print("| completions, one client | per second | p50 ms | p99 ms | ratio of p99 |\n|---|---|---|---|---|")
        print(f"| with nothing due | {_cells(timers.alone)} | |")
        ratio = timers.draining.percentile(99) / timers.alone.percentile(99)
        print(f"| while they fire | {_cells(timers.draining)} | {ratio:.2f} |", flush=True)


def _cells(timing: Timing) -> str:
    return f"{timing.rate:.0f} | {timing.percentile(50):.2f} | {timing.percentile(99):.2f}"


if __name__ == "__main__":
    main()
