"""The five workloads: their models, how many operations a case has, and what is timed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MODELS = Path(__file__).parent / "models"
VALUES = {f"v{number}": f"value {number}" for number in range(10)}
"""What every case starts with; each completion changes two."""
EXTERNAL_BATCH = 10
"""External tasks a worker locks at a time, as in Main.java."""
TIMER_SECONDS = 1.0
"""The duration in models/timers.bpmn: so long after the last start all timers are due."""


class Kind(StrEnum):
    """What is timed."""

    TASKS = "tasks"
    """Completing user tasks; finding them is not timed."""
    EXTERNAL = "external"
    """From the first lock to the end of the last case: locking, completing, going on."""
    TIMERS = "timers"
    """From starting the job executor, with all timers due, to the end of the last case."""


@dataclass(frozen=True)
class Workload:
    """A model, which has the workload's name as its key and file name."""

    key: str
    title: str
    kind: Kind
    steps: int
    """How often all that is open is found and completed."""
    operations: int
    """Operations of one case: completions, or timers fired."""
    cases: int
    """Cases of a round, before the factor of the command line."""


WORKLOADS = (
    Workload("user_tasks", "20 user tasks in a row", Kind.TASKS, 20, 20, 25),
    Workload("external_tasks", "10 external tasks in a row", Kind.EXTERNAL, 1, 10, 50),
    Workload("fork", "parallel fork of 10 user tasks", Kind.TASKS, 1, 10, 50),
    Workload("multi_instance", "100 parallel children", Kind.TASKS, 1, 100, 8),
    Workload("timers", "a timer", Kind.TIMERS, 1, 1, 500),
)


def cases_of(workload: Workload, factor: float, most: int) -> int:
    """Cases of a round, the same for every engine: `most` child processes of any of them get the same number each."""
    return most * max(1, round(workload.cases * factor / most))


def shared_out(total: int, children: int) -> list[int]:
    """`total` threads over child processes, as evenly as it goes; each child has one at least."""
    return [max(1, total // children + (number < total % children)) for number in range(children)]
