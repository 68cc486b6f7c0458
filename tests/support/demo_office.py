"""The demo office with the whole bundle on a simulated clock: prepared once per test process, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.bootstrap import House, open_house
from app.cli_demo import demo_house, open_stage
from app.demo.stage import Stage
from app.jobs.simulation import SimulatedClock
from app.settings import load_settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """``2025-09-30 18:00`` on the office's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass(frozen=True)
class DemoOffice:
    """A house with a stage on it."""

    house: House
    stage: Stage


def prepare(folder: Path) -> Path:
    """An office with people and processes, closed again."""
    with demo_house(folder, SimulatedClock(moment("2025-01-06 09:00"))):
        pass
    return folder


@contextmanager
def office_at(prepared: Path, folder: Path, at: datetime) -> Iterator[DemoOffice]:
    """A copy of a prepared office whose clock stands at `at`."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    clock = SimulatedClock(at)
    with open_house(load_settings({"BANLI_HOME": str(folder), "BANLI_JOBS": "off"}), clock) as house:
        yield DemoOffice(house, open_stage(house, clock))
