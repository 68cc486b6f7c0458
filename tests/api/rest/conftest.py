"""A fresh engine behind the dialect for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.rest.client import Rest
from tests.support.engine_driver import Office


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("template")
    Office(folder).close()
    return folder / "banli.db"


@pytest.fixture
def rest(tmp_path: Path, template: Path) -> Iterator[Rest]:
    """Without sign-in, as on a developer's machine."""
    made = Rest(tmp_path, template)
    yield made
    made.close()


@pytest.fixture
def guarded(tmp_path: Path, template: Path) -> Iterator[Rest]:
    """With Basic authentication."""
    made = Rest(tmp_path, template, "basic")
    yield made
    made.close()
