"""The store under test, on SQLite and on PostgreSQL, with one small office of rows in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.persistence.store import SqlStore
from tests.integration.persistence.rows import NOW, FixedClock, deployed
from tests.support.database import open_store
from tests.support.postgres import Postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path}/banli.db"


@pytest.fixture(scope="session")
def shared_postgres_url(postgres: Postgres) -> str:
    """A database that the tests of this suite use one after the other, each finding it empty."""
    return postgres.url(postgres.create_database())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of the store under test."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("shared_postgres_url")
        return url
    return f"sqlite:///{tmp_path}/banli.db"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def store(store_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[SqlStore]:
    """A store with one deployed process `leave`, version 1, id `leave:1`."""
    store = open_store(tmp_path, url=store_url, clock=clock)
    with store.transaction() as work:
        work.record(deployed())
    yield store
    store.close()
