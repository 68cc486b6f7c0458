"""The ticker on a real clock: due jobs run without anybody asking, and with jobs off nothing runs at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import open_house
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.queries.runtime import ActivityTreeQuery
from app.domain.records import ProcessInstance
from app.domain.values import SYSTEM
from app.settings import load_settings
from tests.support.bpmn_builder import bpmn, catch, chain, start, timer, user

SOON = bpmn(
    "p",
    start("s"),
    user("a", async_before=True),
    catch("t", timer(duration="PT0.2S")),
    user("b"),
    *chain("s", "a"),
    *chain("s", "t", "b"),
)


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether the condition comes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_due_jobs_run_by_themselves_and_threads_end_with_the_house(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with open_house(load_settings({"BANLI_HOME": str(tmp_path)})) as house:
        house.start_jobs()
        house.engine.execute(Deploy("d", (("p.bpmn", SOON),)), SYSTEM)
        instance: ProcessInstance = house.engine.execute(StartInstance(key="p"), SYSTEM)

        def waiting() -> set[str]:
            tree = house.engine.ask(ActivityTreeQuery(instance.id), SYSTEM)
            return {(node.element_id) for node in tree.children if node.state == "activity" and node.kind == "userTask"}

        assert eventually(lambda: waiting() == {"a", "b"})
    assert set(threading.enumerate()) <= before


def test_with_jobs_off_there_is_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with open_house(load_settings({"BANLI_HOME": str(tmp_path), "BANLI_JOBS": "off"})) as house:
        house.start_jobs()
        assert set(threading.enumerate()) <= before
