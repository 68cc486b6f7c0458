"""Fixtures that every kind of test shares. Nothing here starts before a test asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.postgres import Postgres, running_postgres

settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("long", deadline=None, print_blob=True, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this test process; see `Postgres.create_database` for databases copied from a template."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The SQLAlchemy address of a fresh, empty database."""
    name = postgres.create_database()
    yield postgres.url(name)
    postgres.drop_database(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests recorded as `says`: seeds, wall times, counts."""
    found = [each for group in terminalreporter.stats.values() for each in group]
    for report in (each for each in found if isinstance(each, pytest.TestReport) and each.when == "call"):
        for name, value in report.user_properties:
            if name == "says":
                terminalreporter.write_line(f"{report.nodeid.rpartition('/')[2]}: {value}")
