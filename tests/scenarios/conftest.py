"""Every scenario plays in a fresh copy of the demo office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
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


@dataclass
class OpenSession:
    """The session of 24 September 2026, 09:00, just opened: one topic on its agenda, another on the mayor's desk."""

    story: Story
    meeting_no: str
    topic_no: str
    not_on_it: str


@pytest.fixture(scope="session")
def office_in_session(prepared_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That office, played up to the opening once per test process."""
    folder = tmp_path_factory.mktemp("session")
    with office_at(prepared_office, folder, moment("2026-09-14 09:00")) as office:
        story = Story(office.house, office.stage)
        first = story.bring_to_mayor()
        story.bring_to_mayor(title="临时动议")
        story.open_session("2026-09-24 09:00", first)
    return folder


@pytest.fixture
def session(office_in_session: Path, tmp_path: Path) -> Iterator[OpenSession]:
    """A copy of it."""
    with office_at(office_in_session, tmp_path / "office", moment("2026-09-24 08:50")) as office:
        story = Story(office.house, office.stage)
        first, second = sorted(topic.topic_no for topic in story.topics())
        yield OpenSession(story, story.meetings()[0].meeting_no, first, second)
