"""What all integration tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engine_driver import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A fresh office on SQLite: the whole engine on a simulated clock."""
    with Office(tmp_path) as office:
        yield office
