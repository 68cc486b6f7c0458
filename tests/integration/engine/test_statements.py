"""What a completion costs the database (architecture, section 5): at most eight statements, however large the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.commands.task import CompleteTask
from tests.support.bpmn_builder import bpmn, chain, end, start, user
from tests.support.database import counted_statements
from tests.support.engine_driver import Office

LIMIT = 8


def _twenty_steps() -> bytes:
    ids = [f"t{number}" for number in range(20)]
    tasks = [user(id, candidate_groups="clerks", due_date="P1D") for id in ids]
    return bpmn("long", start("s"), *tasks, end("e"), *chain("s", *ids, "e"))


def _completions(office: Office) -> list[list[str]]:
    office.deploy(_twenty_steps())
    variables = {f"v{number}": f"value {number}" for number in range(10)}
    instance = office.start("long", **variables)
    counted = []
    for number in range(19):
        task = office.task(f"t{number}", instance)
        with counted_statements(office.store) as statements:
            office.execute(CompleteTask(task.id, {"v1": f"changed {number}", "v2": number}))
        counted.append(list(statements))
    return counted


def test_a_completion_needs_at_most_eight_statements_on_sqlite(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        for statements in _completions(office):
            assert len(statements) <= LIMIT, "\n\n".join(statements)


@pytest.mark.postgres
def test_a_completion_needs_at_most_eight_statements_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    with Office(tmp_path, url=postgres_url) as office:
        for statements in _completions(office):
            assert len(statements) <= LIMIT, "\n\n".join(statements)
