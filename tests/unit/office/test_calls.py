"""The office client's calls as JSON: read strictly, answered plainly."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.commands.office import DispatchUrge, KeepPaper
from app.domain.errors import InvalidInput, NotFound
from app.domain.office_records import Topic
from app.domain.queries.office import TopicFile
from app.domain.values import SYSTEM
from app.office.calls import COMMANDS, office_command, office_query
from app.office.handlers import HANDLERS, RIGHTS
from app.office.plain import files, moment
from app.office.settings import read_settings


class Door:
    """Remembers the command and answers what it was given."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.got: Any = None

    def execute(self, command: Any, actor: Any, idempotency_key: str | None = None) -> Any:
        self.got = command
        return self.answer

    def ask(self, query: Any, actor: Any) -> Any:
        self.got = query
        return self.answer


def test_moments_bytes_and_lists_become_what_the_command_wants() -> None:
    door = Door()
    urge = {"kind": "remind", "key": "T1", "text": "x", "recipients": "mayor", "due": "2026-09-20T18:00:00+08:00"}
    office_command(door, SYSTEM, "t1", "DispatchUrge", urge)
    assert door.got == DispatchUrge(
        task_id="t1",
        kind="remind",
        key="T1",
        text="x",
        recipients=("mayor",),
        due=datetime(2026, 9, 20, 10, 0, tzinfo=UTC),
    )

    paper = {"template": "a", "key": "T1", "name": "n", "media_type": "m", "content": "aGk="}
    office_command(door, SYSTEM, "t1", "KeepPaper", paper)
    assert isinstance(door.got, KeepPaper) and door.got.content == b"hi"


@pytest.mark.parametrize(
    "arguments",
    [
        {"series": 3},
        {},
        {"series": "topic", "more": 1},
    ],
)
def test_wrong_missing_and_unknown_arguments_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        office_command(Door(), SYSTEM, "t1", "AllocateNumber", arguments)


def test_only_calls_of_workers_are_known() -> None:
    for name in ("ChangeSetting", "AddAgendaItem", "Deploy"):
        with pytest.raises(NotFound):
            office_command(Door(), SYSTEM, "t1", name, {})
    with pytest.raises(NotFound):
        office_query(Door(), SYSTEM, "SwitchQuery", {})


def test_answers_are_plain_json() -> None:
    at = datetime(2026, 9, 16, tzinfo=UTC)
    door = Door(TopicFile(Topic("T1", "题", "u", "pool", at)))

    answer = office_query(door, SYSTEM, "TopicFileQuery", {"topic_no": "T1"})

    assert answer["topic"]["registered_at"] == "2026-09-16T00:00:00+00:00" and answer["opinions"] == []


def test_every_command_has_its_right() -> None:
    assert HANDLERS.keys() == RIGHTS.keys()
    assert set(COMMANDS.values()) < HANDLERS.keys()


def test_the_settings_of_the_bundle_are_of_their_types() -> None:
    text = (Path(__file__).parents[3] / "bpmn/shared/settings.csv").read_text(encoding="utf-8")

    defaults = {row.key: row.default for row in read_settings(text).rows}

    assert defaults["materials.copies"] == 30 and defaults["quorum.remote"] is False
    assert set(defaults["number.formats"]) == {"topic", "executive_meeting", "outgoing", "archive"}


def test_files_are_found_in_any_nesting_each_once() -> None:
    one, two = {"sha256": "1"}, {"sha256": "2"}
    assert files(one, [two, [one, None]], None, "text") == [one, two]


def test_a_moment_that_is_none_or_wrong() -> None:
    assert moment(None) is None and moment("") is None
    with pytest.raises(InvalidInput):
        moment("gestern")
