"""A fresh engine behind the dialect for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.rest.client import Rest


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[Rest]:
    """Without sign-in, as on a developer's machine."""
    made = Rest(tmp_path)
    yield made
    made.close()


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Rest]:
    """With Basic authentication."""
    made = Rest(tmp_path, "basic")
    yield made
    made.close()
