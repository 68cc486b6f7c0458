"""Runs every BPMN file below a folder, each in a process of its own, and says what became of it."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from scripts.conformance.play import Resources, empty_database, play, where
from scripts.conformance.verdicts import ORDER, Finding, Verdict, worst

ENDINGS = (".bpmn", ".bpmn20.xml", ".bpmn2.xml")
TABLES = (".dmn", ".dmn11.xml")
SECONDS = 20
"""Of processor time for one file; a file that takes longer hangs."""
PATIENCE = 600
"""Seconds of wall time for one file, however busy the machine is."""
MEMORY = 3 << 30
_PROCESS = re.compile(rb"<(?:\w+:)?process\b[^>]*>")
_DECISION = re.compile(rb"<(?:\w+:)?decision\b[^>]*>")
_ID = re.compile(rb"""\bid=["']([^"']+)["']""")
_CALLED = re.compile(rb"""\b(?:calledElement|decisionRef)=["']([^"'$]+)["']""")


@dataclass(frozen=True)
class Corpus:
    """The files below a folder, and which of them defines what."""

    root: Path
    files: tuple[Path, ...]
    owners: dict[str, list[Path]]
    """Process or decision id -> the files that define it."""

    @classmethod
    def of(cls, root: Path) -> Corpus:
        """Look through a folder."""
        found = sorted(path for path in root.rglob("*") if path.name.lower().endswith(ENDINGS + TABLES))
        owners: dict[str, list[Path]] = {}
        for path in found:
            pattern = _DECISION if path.name.lower().endswith(TABLES) else _PROCESS
            for tag in pattern.findall(path.read_bytes()):
                for id in _ID.findall(tag):
                    owners.setdefault(id.decode("utf-8", "replace"), []).append(path)
        return cls(root, tuple(path for path in found if path.name.lower().endswith(ENDINGS)), owners)

    def resources(self, path: Path) -> Resources:
        """A file with the files that define what it calls, those of its own folder first."""
        content = path.read_bytes()
        found: dict[Path, bytes] = {}
        todo = [content]
        while todo and len(found) < 8:
            for name in _CALLED.findall(todo.pop()):
                owner = self._owner(name.decode("utf-8", "replace"), path)
                if owner is not None and owner not in found and owner != path:
                    found[owner] = owner.read_bytes()
                    todo.append(found[owner])
        name = path.name if path.name.lower().endswith((".bpmn", ".bpmn20.xml")) else f"{path.name}.bpmn"
        return Resources(name, content, tuple((each.name, text) for each, text in reversed(found.items())))

    def _owner(self, id: str, caller: Path) -> Path | None:
        owners = self.owners.get(id, [])
        beside = [owner for owner in owners if owner.parent == caller.parent]
        return next(iter(beside or owners), None)


def run(root: Path, *, jobs: int, report: Path | None, every: int = 1) -> int:
    """Run a folder, or every n-th file of it, and print the summary; 1 with a bug, 2 when there is nothing to run."""
    corpus = Corpus.of(root)
    corpus = replace(corpus, files=corpus.files[::every])
    if not corpus.files:
        print(f"no BPMN file ({', '.join(ENDINGS)}) below {root}: give a folder, for example a checkout of Operaton")
        return 2
    started = time.monotonic()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - many short-lived databases
    with tempfile.TemporaryDirectory(prefix="banli-corpus-", dir=memory) as folder:
        empty = empty_database(Path(folder))
        findings = sorted(_play_all(corpus, empty, jobs), key=lambda finding: finding.path)
    if report is not None:
        report.write_text(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1), "utf-8")
    print(summary(findings))
    print(f"\n{len(findings)} files in {time.monotonic() - started:.0f} s")
    return 1 if any(finding.verdict is Verdict.BUG for finding in findings) else 0


def summary(findings: list[Finding]) -> str:
    """Counts by verdict, then the reasons of each, the largest group first, with one file as an example."""
    lines = ["| verdict | files | executable processes |", "|---|---|---|"]
    for verdict in ORDER:
        own = [each for each in findings if each.verdict is verdict]
        lines.append(f"| {verdict} | {len(own)} | {sum(each.processes for each in own)} |")
    for verdict in (Verdict.BUG, Verdict.REFUSED, Verdict.STOPS):
        own = [each for each in findings if each.verdict is verdict]
        groups = Counter((each.reason, _sentence(each.text)) for each in own)
        examples = {(each.reason, _sentence(each.text)): each for each in own}
        lines += ["", f"{verdict}:"] if groups else []
        for group, count in groups.most_common(40):
            example = examples[group]
            lines.append(f"{count:5} {group[0]}: {group[1]}  [{example.path}#{example.element or ''}]")
    return "\n".join(lines)


def _sentence(text: str) -> str:
    """A finding's first sentence without what it quotes: equal for equal causes."""
    return re.sub(r"\"[^\"]*\"|'[^']*'|\d+", "…", text).split(". ")[0][:150]


def _play_all(corpus: Corpus, empty: Path, jobs: int) -> Iterator[Finding]:
    fork = multiprocessing.get_context("fork")
    running: list[_Child] = []
    todo = list(reversed(corpus.files))
    while todo or running:
        print(f"\r{len(corpus.files) - len(todo)} of {len(corpus.files)}", end="", file=sys.stderr, flush=True)
        while todo and len(running) < jobs:
            path = todo.pop()
            here, there = fork.Pipe(duplex=False)
            process = fork.Process(target=_child, args=(corpus, path, empty, there), daemon=True)
            process.start()
            there.close()
            running.append(_Child(str(path.relative_to(corpus.root)), process, here, path))
        multiprocessing.connection.wait([child.answers for child in running], timeout=1)
        for child in [child for child in running if child.is_over()]:
            running.remove(child)
            yield child.finding()


@dataclass
class _Child:
    name: str
    process: BaseProcess
    answers: Connection
    path: Path
    until: float = field(default_factory=lambda: time.monotonic() + PATIENCE)

    def is_over(self) -> bool:
        return self.answers.poll() or not self.process.is_alive() or time.monotonic() > self.until

    def finding(self) -> Finding:
        """What the child said, or that it said nothing."""
        late = not self.answers.poll() and self.process.is_alive()
        try:
            found: Finding = self.answers.recv() if not late else _hang(f"{PATIENCE} s")
        except EOFError:
            self.process.join()
            spent = self.process.exitcode == -signal.SIGXCPU
            found = _hang(f"{SECONDS} s") if spent else Finding("", Verdict.BUG, "died", text="its process died")
        self.process.kill()
        self.process.join()
        self.answers.close()
        return replace(found, path=self.name, processes=executable_processes(self.path.read_bytes()))


def _hang(text: str) -> Finding:
    return Finding("", Verdict.BUG, "hang", text=text)


def _child(corpus: Corpus, path: Path, empty: Path, answers: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    with tempfile.TemporaryDirectory(dir=empty.parent) as folder:
        try:
            found = worst(play(corpus.resources(path), empty, Path(folder)))
        except Exception as error:  # the very thing that is looked for
            found = Finding("", Verdict.BUG, type(error).__name__, text=where(error))
    answers.send(found)


def executable_processes(content: bytes) -> int:
    """How many processes of a file are meant to run, by its text: also of a file that cannot be read."""
    default = any(space in content for space in (b"http://activiti.org/bpmn", b"http://flowable.org/bpmn"))
    count = 0
    for tag in _PROCESS.findall(content):
        said = re.search(rb"""isExecutable=["'](\w+)["']""", tag)
        count += default if said is None else said[1] in (b"true", b"1")
    return count
