"""What a command made goes when it is done; the cycle collector, which stops every thread, finds next to nothing."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from app.domain.commands.task import CompleteTask
from tests.support.bpmn_builder import bpmn, chain, end, start, user
from tests.support.engine_driver import Office

MAY_STAY = 30
"""SpiffWorkflow's workflow and tasks refer to each other; what the step touched does not hang on them."""


def test_a_completion_leaves_little_for_the_cycle_collector(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        office.deploy(bpmn("short", start("s"), user("a"), user("b"), user("c"), end("e"), *chain("s", *"abc", "e")))
        values: dict[str, Any] = {f"v{number}": number for number in range(10)}
        instance = office.start("short", **values)
        office.execute(CompleteTask(office.task("a", instance).id))
        command = CompleteTask(office.task("b", instance).id, {"v1": "changed"})
        gc.collect()
        gc.disable()
        try:
            office.execute(command)
            assert gc.collect() <= MAY_STAY
        finally:
            gc.enable()
