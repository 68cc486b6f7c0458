"""What a run says: medians, ratios to Banli, Markdown and JSON."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.peers.counts import Counts

BANLI = "banli"
Rates = Mapping[str, Sequence[float]]
"""Peer -> operations per second of each repetition, in the order of the repetitions."""


@dataclass(frozen=True)
class Row:
    """One engine in one workload."""

    peer: str
    per_second: float
    """The median."""
    lowest: float
    highest: float
    ratio: float | None
    """Banli's rate over this one's, the median of the repetitions; None where Banli did not run."""


@dataclass
class Report:
    """Everything a run found."""

    machine: dict[str, Any]
    parameters: dict[str, Any]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """By workload."""
    counts: dict[str, dict[str, Counts]] = field(default_factory=dict)
    """By workload and peer."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def rows(rates: Rates) -> list[Row]:
    """A row for each engine, in the order given."""
    return [
        Row(peer, statistics.median(each), min(each), max(each), ratio(rates.get(BANLI), each))
        for peer, each in rates.items()
    ]


def ratio(banli: Sequence[float] | None, other: Sequence[float]) -> float | None:
    """How many times as fast Banli is: each repetition beside its own, then the median."""
    if banli is None:
        return None
    return statistics.median(mine / theirs for mine, theirs in zip(banli, other, strict=True))


def speeds(title: str, found: Sequence[Row], titles: Mapping[str, str]) -> list[str]:
    """The table of one workload, as lines of Markdown."""
    lines = [f"## {title}", "", "| engine | per second | lowest to highest | Banli is so many times as fast |"]
    lines.append("|---|---|---|---|")
    for row in found:
        times = "" if row.ratio is None else f"{row.ratio:.2f}"
        span = f"{_rate(row.lowest)} to {_rate(row.highest)}"
        lines.append(f"| {titles[row.peer]} | {_rate(row.per_second)} | {span} | {times} |")
    return [*lines, ""]


def same_work(found: Mapping[str, Mapping[str, Counts]], titles: Mapping[str, str]) -> list[str]:
    """What the tables of the engines hold for one case of each workload."""
    lines = ["## The same work: rows for each case", ""]
    lines.append("| workload | engine | cases ended | activities | tasks | values of variables |")
    lines.append("|---|---|---|---|---|---|")
    for workload, peers in found.items():
        for peer, each in peers.items():
            cells = (_each(number, each.finished) for number in (each.activities, each.tasks, each.updates))
            lines.append(f"| {workload} | {titles[peer]} | {each.finished} | {' | '.join(cells)} |")
    return [*lines, ""]


def _each(number: int | None, cases: int) -> str:
    return "" if number is None else f"{number / cases:g}"


def _rate(per_second: float) -> str:
    return f"{per_second:,.0f}" if per_second >= 10 else f"{per_second:.1f}"
