"""An office that answers what a test says and remembers what it was asked; and a transport of prepared tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from app.worker_sdk import BpmnError, ClaimedTask, OfficeClient, Task, find_workers

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = {
    "legal_office": "区法制办",
    "policy_research_office": "区政研室",
    "finance_bureau": "区财政局",
    "housing_bureau": "区住建局",
}


@dataclass
class FakeOffice:
    """`OfficeCalls` out of a table; names are known."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def command(self, task_id: str, name: str, arguments: Mapping[str, Any]) -> Any:
        self.asked.append((name, arguments))
        return self.answers.get(name, {})

    def query(self, name: str, arguments: Mapping[str, Any]) -> Any:
        self.asked.append((name, arguments))
        if name == "NamesQuery":
            return {each: NAMES.get(each, each) for each in arguments["ids"]}
        return self.answers[name]

    def file(self, sha256: str) -> bytes:
        content: bytes = self.answers[sha256]
        return content


def run(topic: str, office: FakeOffice | None = None, **variables: Any) -> Mapping[str, Any]:
    """What the worker of a topic returns."""
    claimed = ClaimedTask("t1", topic, 1, variables)
    return find_workers()[topic].function(Task(claimed, OfficeClient(office or FakeOffice(), "t1"), SHANGHAI)) or {}


@dataclass
class FakeTransport(FakeOffice):
    """A transport with prepared tasks; `on_report` may raise instead of taking a report."""

    tasks: list[ClaimedTask] = field(default_factory=list)
    reports: list[tuple[Any, ...]] = field(default_factory=list)
    on_report: Callable[[str], None] = lambda what: None

    def claim(self, worker_id: str, topics: Mapping[str, int], limit: int, wait_s: float) -> list[ClaimedTask]:
        taken, self.tasks = self.tasks[:limit], self.tasks[limit:]
        return taken

    def complete(self, worker_id: str, task: ClaimedTask, variables: Mapping[str, Any]) -> None:
        self.on_report("complete")
        self.reports.append(("complete", task.id, dict(variables)))

    def fail(self, worker_id: str, task: ClaimedTask, message: str, details: str, retries: int, wait_ms: int) -> None:
        self.on_report("fail")
        self.reports.append(("fail", task.id, message, retries, wait_ms))

    def throw(self, worker_id: str, task: ClaimedTask, error: BpmnError) -> None:
        self.on_report("throw")
        self.reports.append(("throw", task.id, error.code, error.variables))

    def wake(self) -> None:
        self.reports.append(("wake",))
