"""What became of one file of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The best to the worst; a file is as good as its worst process."""

    RUNS = "runs"
    """Every process reached its end, or went on to the bound of moves."""
    STOPS = "stops"
    """Runs until something is missing that only the file's own tests give (data, code), and says what."""
    DRAWING = "drawing"
    """No process is marked executable: nothing to run."""
    REFUSED = "refused"
    """Refused at deployment, with element and reason."""
    BUG = "bug"
    """An exception that is not ours, a hang, or an instance that neither ended nor waits."""


ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One file's verdict; `reason` groups, `element` and `text` say where and why."""

    path: str
    verdict: Verdict
    reason: str = ""
    element: str | None = None
    line: int | None = None
    text: str = ""
    processes: int = 0
    """Executable processes in the file."""


def worst(findings: list[Finding]) -> Finding:
    """The finding that stands for the file."""
    return max(findings, key=lambda finding: ORDER.index(finding.verdict))
