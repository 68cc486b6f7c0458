"""`any_office`: as it runs, and with its memory thrown away before every call on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engine_driver import Office


@pytest.fixture(params=["running", "restarting", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """A fresh office: as it runs, restarted before every step, and restarted on PostgreSQL."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with Office(tmp_path, url=url, restart_every_step=request.param != "running") as office:
        yield office
