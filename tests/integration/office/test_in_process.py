"""Workers in the server's own process: woken by the commit that made their work, gone when the house closes."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from app.bootstrap import open_house
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.values import SYSTEM
from app.office import in_process
from app.office.in_process import InProcessTransport
from app.settings import load_settings
from tests.support import bpmn_builder as b
from tests.support.office_desk import OfficeDesk

DIAGRAM = b.bpmn(
    "case", b.start(), b.service("work", topic="numbering.allocate"), b.end(), *b.chain("start", "work", "end")
)


def start(desk: OfficeDesk) -> None:
    desk.do(Deploy("case", (("case.bpmn", DIAGRAM),)), SYSTEM)
    desk.do(StartInstance(key="case", variables={"series": "topic"}), SYSTEM)


def test_a_claim_that_waits_is_woken_by_the_commit(desk: OfficeDesk) -> None:
    transport = InProcessTransport(desk.house.engine, desk.house.store.files, desk.house.notifier)
    found: list[str] = []
    waiting = threading.Thread(
        target=lambda: found.extend(task.topic for task in transport.claim("w", {"numbering.allocate": 1_000}, 1, 30))
    )
    waiting.start()
    begun = time.monotonic()
    start(desk)
    waiting.join(timeout=10)

    assert found == ["numbering.allocate"]
    assert time.monotonic() - begun < 10


def test_a_claim_ends_with_its_time_or_when_the_program_stops(desk: OfficeDesk) -> None:
    transport = InProcessTransport(desk.house.engine, desk.house.store.files, desk.house.notifier)
    assert transport.claim("w", {"numbering.allocate": 1_000}, 1, 0.05) == ()

    waiting = threading.Thread(target=lambda: transport.claim("w", {"numbering.allocate": 1_000}, 1, 30))
    waiting.start()
    transport.wake()
    waiting.join(timeout=in_process.LOOK_EVERY_S + 5)

    assert not waiting.is_alive()


def test_a_house_with_jobs_works_by_itself_and_one_without_does_not(tmp_path: Path) -> None:
    for jobs, left in (("off", 1), ("on", 0)):
        settings = load_settings({"BANLI_HOME": str(tmp_path / jobs), "BANLI_JOBS": jobs})
        with open_house(settings) as house:
            house.start_jobs()
            house.engine.execute(Deploy("case", (("case.bpmn", DIAGRAM),)), SYSTEM)
            house.engine.execute(StartInstance(key="case", variables={"series": "topic"}), SYSTEM)
            end = time.monotonic() + 20
            while left == 0 and house.engine.ask(ExternalTaskQuery(), SYSTEM).rows and time.monotonic() < end:
                time.sleep(0.02)
            assert len(house.engine.ask(ExternalTaskQuery(), SYSTEM).rows) == left
