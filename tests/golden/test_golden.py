"""Instances saved by released code load and finish with this code, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.persistence.tables import hi
from tests.golden.rows import load
from tests.golden.stories import STORIES
from tests.support.clock import MONDAY, clock_at
from tests.support.engine_driver import Office

RELEASES = {
    "foundation": tuple(STORIES),
}
"""File -> the stories in it. Add a line with every release; never change one."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty office, some hours after the golden files were made."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with Office(tmp_path, url=url, clock=clock_at(MONDAY + timedelta(hours=3))) as office:
        yield office


@pytest.mark.parametrize("release", RELEASES)
def test_every_saved_instance_finishes(release: str, office: Office) -> None:
    text = Path(__file__).with_name(f"{release}.jsonl").read_text(encoding="utf-8")
    load(text, office.store.backend.engines[0])
    office.forget()
    saved = {each.business_key: each.id for each in office.running()}

    for name in RELEASES[release]:
        if not STORIES[name].finish:
            continue
        for move in STORIES[name].finish:
            move(office, saved[name])
        assert _completed(office, saved[name]) == STORIES[name].trail, name

    assert office.running() == ()
    assert office.incidents() == ()


def _completed(office: Office, instance: str) -> tuple[str, ...]:
    table = hi.activity
    found = office.rows(select(table).where(table.c.instance_id == instance))
    done = [row for row in found if row["ended_at"] and not row["canceled"]]
    return tuple(sorted(row["element_id"] for row in done if "#" not in row["element_id"]))
