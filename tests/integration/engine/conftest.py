"""`any_office`: once as it runs, once with its memory thrown away before every call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engine_driver import Office


@pytest.fixture(params=[False, True], ids=["running", "restarting"])
def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """A fresh office, once as it runs and once restarted before every step."""
    with Office(tmp_path, restart_every_step=request.param) as office:
        yield office
