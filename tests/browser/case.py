"""An office with a past: one topic archived with its session, one just begun."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.cli_demo import demo_house, open_stage
from app.demo.executive_meeting import BEGIN, play
from app.domain.commands.task import ClaimTask
from app.jobs.simulation import SimulatedClock

CLERK = "education.clerk"


@dataclass(frozen=True, slots=True)
class Played:
    """Where that office is served, and the ids of what it has: `task`, `instance`, `meeting`."""

    address: str
    case: dict[str, str]


def play_case(home: Path) -> dict[str, str]:
    """Play it into `home` on a simulated clock; returns the ids."""
    clock = SimulatedClock(BEGIN)
    with demo_house(home, clock) as house:
        stage = open_stage(house, clock)
        chain = play(stage)
        begun = stage.start(CLERK, "executive_topic", title="关于老旧小区改造的议题", unit="education_bureau")
        task = stage.tasks("S01_propose")[0]
        house.engine.execute(ClaimTask(task.id, CLERK), stage.actor(CLERK))
    return {"task": task.id, "instance": begun.id, "meeting": chain.meeting_no}
