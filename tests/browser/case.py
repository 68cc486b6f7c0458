"""The office of the browser tests: one topic archived with its session, others at several stages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from app.cli_demo import demo_house, open_stage
from app.demo.executive_meeting import BEGIN
from app.demo.october import play_on
from app.jobs.simulation import SimulatedClock


@dataclass(frozen=True, slots=True)
class Played:
    """Where that office is served, and the ids of what it has: the fields of `October`."""

    address: str
    case: dict[str, str]


def play_case(home: Path) -> dict[str, str]:
    """Play it into `home` on a simulated clock; returns the ids."""
    clock = SimulatedClock(BEGIN)
    with demo_house(home, clock) as house:
        return asdict(play_on(open_stage(house, clock)))
