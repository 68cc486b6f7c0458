"""Databases for servers that get killed: a SQLite file, or a database of a PostgreSQL that keeps its promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.persistence.files import FolderFileStore
from app.persistence.store import SqlStore
from tests.support.database import WallClock
from tests.support.server_process import Nursery


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "postgresql":
        address: str = request.getfixturevalue("postgres_url")
        return address
    return f"sqlite:///{tmp_path}/banli.db"


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[SqlStore]:
    """A view into the database from outside the server, for reading only."""
    store = SqlStore(url, WallClock(), FolderFileStore(tmp_path / "files"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where servers start quickly."""
    nursery = Nursery()
    yield nursery
    nursery.close()
