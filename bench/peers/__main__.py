"""`make bench-peers`: the same workloads on every engine by turns, as a table and as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.peers import jvm
from bench.peers.processes import KINDS, EngineKind, Peer, PeerFailed, started
from bench.peers.table import Report, rows, same_work, speeds
from bench.peers.workloads import WORKLOADS, Workload
from tests.support.postgres import running_postgres

TITLES = {kind.name: kind.title for kind in KINDS}


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, checked; a wrong one ends the program with a sentence."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers")
    parser.add_argument("--threads", type=int, default=4, help="threads of each engine in all (4)")
    parser.add_argument("--warm-up", type=float, default=60.0, help="seconds for each engine (60)")
    parser.add_argument("--repetitions", type=int, default=5, help="measured rounds; the median counts (5)")
    parser.add_argument("--factor", type=float, default=1.0, help="times the cases of a round (1)")
    parser.add_argument("--quick", action="store_true", help="a short look: 2 s, one repetition, a fifth of the cases")
    parser.add_argument("--engines", nargs="+", choices=TITLES, default=list(TITLES), metavar="ENGINE", help="of all")
    keys = [workload.key for workload in WORKLOADS]
    parser.add_argument("--workloads", nargs="+", choices=keys, default=keys, metavar="WORKLOAD", help="of all five")
    parser.add_argument("--json", type=Path, help="write everything to this file too")
    found = parser.parse_args(given)
    if found.quick:
        found.warm_up, found.repetitions, found.factor = 2.0, 1, 0.2
    if found.threads < 1 or found.repetitions < 1 or found.warm_up < 0 or found.factor <= 0:
        parser.error("threads and repetitions are at least 1, the warm-up at least 0, the factor more than 0")
    return found


def main() -> int:
    """Run and print; 1 when an engine failed or the engines did not do the same."""
    given = arguments()
    kinds = available(given.engines)
    chosen = [workload for workload in WORKLOADS if workload.key in given.workloads]
    parameters = {name: getattr(given, name) for name in ("threads", "warm_up", "repetitions", "factor")}
    report = Report(machine(), parameters)
    print(f"machine: {report.machine}\nparameters: {parameters}\n", flush=True)
    try:
        with running(kinds, given.threads) as peers:
            warm_up(peers, chosen, given.warm_up, given.factor)
            measure(report, peers, chosen, given.repetitions, given.factor)
    except PeerFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    if given.json is not None:
        given.json.write_text(json.dumps(report.as_json(), indent=2), encoding="utf-8")
    return 0


def available(names: Sequence[str]) -> list[EngineKind]:
    """The engines that can run here; what those of the JVM lack is said, and the others run without them."""
    wanted = [kind for kind in KINDS if kind.name in names]
    if all(kind.is_python for kind in wanted):
        return wanted
    try:
        jvm.prepare()
    except jvm.Unavailable as reason:
        print(f"{reason}\nThe other engines run without them.\n", file=sys.stderr)
        return [kind for kind in wanted if kind.is_python]
    return wanted


@contextmanager
def running(kinds: Sequence[EngineKind], threads: int) -> Iterator[list[Peer]]:
    """All engines at once, each idle while another has its turn, on one PostgreSQL that keeps its promises."""
    with (
        tempfile.TemporaryDirectory(prefix="banli-peers-") as folder,
        running_postgres(options=()) as postgres,
        ExitStack() as stack,
    ):
        cores = os.cpu_count() or 1
        yield [stack.enter_context(started(kind, postgres, threads, cores, Path(folder))) for kind in kinds]


def warm_up(peers: Sequence[Peer], chosen: Sequence[Workload], seconds: float, factor: float) -> None:
    """Rounds of all workloads, for each engine so long."""
    for peer in peers:
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            for workload in chosen:
                peer.round(workload, factor)


def measure(report: Report, peers: Sequence[Peer], chosen: Sequence[Workload], repetitions: int, factor: float) -> None:
    """Engines take turns inside each repetition, another one first each time; then the tables are counted."""
    for workload in chosen:
        rates: dict[str, list[float]] = {peer.kind.name: [] for peer in peers}
        for number in range(repetitions):
            first = number % len(peers)
            for peer in (*peers[first:], *peers[:first]):
                rates[peer.kind.name].append(peer.round(workload, factor))
        report.rows[workload.key] = rows(rates)
        print("\n".join(speeds(workload.title, report.rows[workload.key], TITLES)), flush=True)
    for workload in chosen:
        counted = {peer.kind.name: found for peer in peers if (found := peer.counted(workload)) is not None}
        report.counts[workload.key] = counted
    print("\n".join(same_work(report.counts, TITLES)), flush=True)


def machine() -> dict[str, str]:
    """What the figures were made on."""
    load = f"{os.getloadavg()[0]:.1f}"
    return {
        "cores": str(os.cpu_count()),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load": load,
    }


if __name__ == "__main__":
    sys.exit(main())
