"""The engines as child processes: started, told what to do line by line, and timed by one watch."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.peers import counts, jvm
from bench.peers.counts import Counts
from bench.peers.workloads import MODELS, TIMER_SECONDS, Kind, Workload, cases_of, shared_out
from tests.support.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
PORT = 5432
LEAVE_SECONDS = 30.0
PATIENCE_SECONDS = 900.0
"""Who has not answered by then hangs and is killed."""


class PeerFailed(Exception):
    """An engine ended or did something else than it was told; the message has the end of its log."""


class Process:
    """One child."""

    def __init__(self, arguments: list[str], log: Path) -> None:
        self._log = log
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, text=True
            )

    def tell(self, line: str) -> None:
        """Send one line."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._failed("it ended") from error

    def answer(self) -> str:
        """Wait for one line."""
        assert self._process.stdout is not None
        watchdog = threading.Timer(PATIENCE_SECONDS, self._process.kill)
        watchdog.start()
        line = self._process.stdout.readline()
        watchdog.cancel()
        if not line:
            raise self._failed("it ended")
        return line.strip()

    def leave(self) -> None:
        """Let it end by itself; kill it when it does not."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(LEAVE_SECONDS)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _failed(self, what: str) -> PeerFailed:
        return PeerFailed(f"{what}; the end of {self._log}:\n{self._log.read_text(errors='replace')[-3000:]}")


@dataclass(frozen=True)
class EngineKind:
    """One kind of engine: how its processes start and what its tables say."""

    name: str
    title: str
    is_python: bool
    command: Callable[[Postgres, str], list[str]]
    """Its command line on a database, up to the arguments all share."""
    counts: Callable[[psycopg.Connection[tuple[int]], Workload], Counts]


def _jvm_command(name: str) -> Callable[[Postgres, str], list[str]]:
    return lambda postgres, database: jvm.command([name, f"{postgres.directory}/.s.PGSQL.{PORT}", database])


KINDS = (
    EngineKind(
        "banli",
        "Banli",
        True,
        lambda postgres, database: [sys.executable, "-m", "bench.peers.banli_engine", postgres.url(database)],
        counts.banli,
    ),
    EngineKind("operaton", "Operaton 1.0", False, _jvm_command("operaton"), counts.activiti_family),
    EngineKind("flowable", "Flowable 7.2", False, _jvm_command("flowable"), counts.activiti_family),
    EngineKind(
        "bare",
        "SpiffWorkflow, stock serializer",
        True,
        lambda postgres, database: [sys.executable, "-m", "bench.peers.bare_engine", postgres.dsn(database)],
        counts.bare,
    ),
)


class Peer:
    """One engine with its own database."""

    def __init__(self, kind: EngineKind, dsn: str, processes: list[Process], most: int) -> None:
        self.kind = kind
        self._dsn = dsn
        self._processes = processes
        self._most = most
        self._cases: dict[str, int] = {}

    def round(self, workload: Workload, factor: float) -> float:
        """Play a round of a workload; operations per second."""
        children = len(self._processes)
        cases = cases_of(workload, factor, self._most)
        self._expect(cases, f"start {workload.key} {cases // children}")
        self._cases[workload.key] = self._cases.get(workload.key, 0) + cases
        operations = cases * workload.operations
        if workload.kind is Kind.TASKS:
            seconds = sum(self._step(operations // workload.steps) for _ in range(workload.steps))
        elif workload.kind is Kind.EXTERNAL:
            seconds = self._expect(operations, f"work {operations // children}")
            self._expect(0, "rest")
        else:
            time.sleep(TIMER_SECONDS + 0.1)
            seconds = self._expect(operations, f"drain {workload.key}")
            self._expect(0, "rest")
        return operations / seconds

    def counted(self, workload: Workload) -> Counts | None:
        """What its tables say of all rounds; None when none was played. Raises `PeerFailed`."""
        cases = self._cases.get(workload.key)
        if cases is None:
            return None
        with psycopg.connect(self._dsn) as connection:
            found = self.kind.counts(connection, workload)
        if sentence := counts.wrong(workload, cases, found):
            raise PeerFailed(f"{self.kind.title}: {sentence}")
        return found

    def _step(self, operations: int) -> float:
        self._expect(operations, "find")
        return self._expect(operations, "complete")

    def _expect(self, count: int, line: str) -> float:
        """Tell all children; seconds until all have answered. Raises `PeerFailed` when they did not do `count`."""
        begin = time.perf_counter()
        for process in self._processes:
            process.tell(line)
        answers = [process.answer() for process in self._processes]
        seconds = time.perf_counter() - begin
        if sum(map(int, answers)) != count:
            raise PeerFailed(f"{self.kind.title}: {line}: {count} were expected, {' + '.join(answers)} were done")
        return seconds


@contextmanager
def started(kind: EngineKind, postgres: Postgres, threads: int, cores: int, folder: Path) -> Iterator[Peer]:
    """The processes of an engine on a database of its own: one JVM, or up to one Python process for each core."""
    database = postgres.create_database(name=f"peers_{kind.name}")
    most = min(threads, cores)
    children = most if kind.is_python else 1
    with ExitStack() as stack:
        processes = []
        for number, share in enumerate(shared_out(threads, children)):
            arguments = [*kind.command(postgres, database), str(MODELS), str(share)]
            process = Process([*arguments, str(number)], folder / f"{kind.name}-{number}.log")
            stack.callback(process.leave)
            if process.answer() != "ready":
                raise PeerFailed(f"{kind.title} did not start")
            processes.append(process)
        peer = Peer(kind, postgres.dsn(database), processes, most)
        processes[0].tell("deploy")
        processes[0].answer()
        yield peer
