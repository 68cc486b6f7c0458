"""A house with the demo people for stories about the office's registers: commands and workers on given variables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.bootstrap import House, open_house, seed_demo
from app.domain.commands import Command
from app.domain.ports.office_records import OfficeRecords
from app.domain.values import SYSTEM, Actor
from app.jobs.simulation import SimulatedClock
from app.office.calls import WORKER_ACTOR
from app.office.in_process import InProcessTransport
from app.settings import load_settings
from app.worker_sdk import ClaimedTask, OfficeClient, Task, find_workers

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKERS = find_workers()


def at(text: str) -> datetime:
    """``2026-09-16 10:00`` in the office."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MORNING = at("2026-09-16 10:00")
MEETING = at("2026-09-24 09:00")


@dataclass
class OfficeDesk:
    """What a story needs."""

    house: House
    clock: SimulatedClock
    transport: InProcessTransport
    numbers: Iterator[int] = field(default_factory=count)

    def do(self, command: Command, actor: Actor = WORKER_ACTOR) -> Any:
        return self.house.engine.execute(command, actor)

    def ask(self, query: Any, actor: Actor = SYSTEM) -> Any:
        return self.house.engine.ask(query, actor)

    def work(self, topic: str, task_id: str | None = None, **variables: Any) -> Mapping[str, Any]:
        """Run the worker of a topic for an external task (a new one, unless named)."""
        claimed = ClaimedTask(task_id or f"task-{next(self.numbers)}", topic, 1, variables)
        task = Task(claimed, OfficeClient(self.transport, claimed.id), SHANGHAI)
        return WORKERS[topic].function(task) or {}

    def person(self, user_id: str) -> Actor:
        return self.house.identity.directory().actor(user_id, self.clock.now())

    def records(self, kind: type[Any], /, **equal: Any) -> tuple[Any, ...]:
        with self.house.store.transaction() as uow:
            found: tuple[Any, ...] = uow.repository(OfficeRecords).list(kind, **equal)
            return found

    # Cases that many stories begin with

    def topic(self, **fields: Any) -> str:
        """A registered topic of the education bureau; returns its number."""
        number = self.work("numbering.allocate", series="topic")["number"]
        row = {"topic_no": number, "title": "关于校舍安全改造的议题", "unit": "education_bureau", **fields}
        self.work("registry.register", kind="topic", key=number, row=row)
        return str(number)

    def meeting(self, start: datetime = MEETING) -> str:
        """A planned executive session; returns its number."""
        number = str(self.work("numbering.allocate", series="executive_meeting")["number"])
        self.plan(number, start)
        return number

    def plan(self, number: str, start: datetime = MEETING) -> None:
        row = {
            "meeting_no": number,
            "meeting_type": "executive",
            "title": "区政府第1次常务会议",
            "start": start.isoformat(),
            "place": "第一会议室",
            "chair": "mayor.liu",
            "secretary": "chief.zhao",
            "session_type": "regular",
            "state": "planned",
        }
        self.work("registry.register", kind="meeting", key=number, row=row)

    def ready(self, topic_no: str, meeting_no: str) -> None:
        """Bind the topic, hand in its materials, admit it."""
        assert self.work("agenda.build", mode="bind", topic_no=topic_no, meeting_ref=meeting_no, order=None)["bound"]
        package = self.hand_in(topic_no, meeting_no)["package_id"]
        assert self.work("agenda.build", mode="ready", topic_no=topic_no, meeting_no=meeting_no, package_id=package)[
            "bound"
        ]

    def hand_in(self, topic_no: str, meeting_no: str, **fields: Any) -> Mapping[str, Any]:
        package = {"formal_text": [self.file("正文.docx")], "copies": 30, "reporter": "education.head", **fields}
        return self.work(
            "material.check",
            stage="materials",
            topic_no=topic_no,
            meeting_no=meeting_no,
            defects=[],
            submitted_at=at("2026-09-21 15:00"),
            due=at("2026-09-22 18:00"),
            package=package,
        )

    def open(self, meeting_no: str) -> Mapping[str, Any]:
        """A quorum signs in and the agenda is frozen."""
        counted: dict[str, Any] = {"rule": "2P>N", "present": 6, "total": 7, "basis": "signed_in"}
        self.work("quorum.check", meeting_no=meeting_no, **counted)
        return self.work("agenda.build", mode="freeze", meeting_no=meeting_no)

    def resolve(self, topic_no: str, meeting_no: str, executable: bool = True, **said: Any) -> str:
        """The chair's summary on an item; returns the resolution id."""
        resolution = {"result": "passed", "summary": "会议原则同意。", **said}
        numbers = {"meeting_no": meeting_no, "topic_no": topic_no}
        answer = self.work("resolution.register", mode="item", resolution=resolution, executable=executable, **numbers)
        return str(answer["resolution_id"])

    def file(self, name: str, content: bytes = b"content") -> dict[str, Any]:
        sha256 = self.house.store.files.put(content)
        return {"sha256": sha256, "name": name, "media_type": "application/octet-stream", "size": len(content)}


def prepare(folder: Path) -> Path:
    """A house with people and switches, closed again."""
    with _opened(folder, SimulatedClock(MORNING)) as house:
        seed_demo(house)
    return folder


@contextmanager
def desk_on(prepared: Path, folder: Path) -> Iterator[OfficeDesk]:
    """A copy of a prepared house."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    clock = SimulatedClock(MORNING)
    with _opened(folder, clock) as house:
        yield OfficeDesk(house, clock, InProcessTransport(house.engine, house.store.files))


@contextmanager
def desk_at(folder: Path, url: str) -> Iterator[OfficeDesk]:
    """A desk on another, empty database."""
    clock = SimulatedClock(MORNING)
    with _opened(folder, clock, url) as house:
        seed_demo(house)
        yield OfficeDesk(house, clock, InProcessTransport(house.engine, house.store.files))


def _opened(folder: Path, clock: SimulatedClock, url: str = "") -> House:
    environment = {"BANLI_HOME": str(folder), "BANLI_JOBS": "off", "BANLI_DATABASE_URL": url}
    return open_house(load_settings(environment), clock)
