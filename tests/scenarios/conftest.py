"""Every scenario plays in a fresh copy of the demo office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.scenarios.story import Story
from tests.support.demo_office import moment, office_at, prepare

StoryAt = Callable[[str], Story]
"""Begins a story at a time of the office: ``story_at("2025-09-26 09:00")``."""


@pytest.fixture(scope="session")
def prepared_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People and processes, made once per test process."""
    return prepare(tmp_path_factory.mktemp("office"))


@pytest.fixture
def story_at(prepared_office: Path, tmp_path: Path) -> Iterator[StoryAt]:
    """A story in an office of its own."""
    with ExitStack() as open_offices:

        def begin(at: str) -> Story:
            office = open_offices.enter_context(office_at(prepared_office, tmp_path / "office", moment(at)))
            return Story(office.house, office.stage)

        yield begin
