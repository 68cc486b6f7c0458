"""C04: the archives room takes a complete file, or says what is missing."""

from __future__ import annotations

import pytest

from app.domain.commands.office_cases import CloseArchive, CollectArchive
from app.domain.errors import InvalidState
from app.domain.queries.office import ArchiveQuery, VerifyArchive
from app.domain.values import SYSTEM
from tests.scenarios.conftest import OpenSession


def test_a_file_that_comes_back_is_completed_and_then_closed_for_good(session: OpenSession) -> None:
    # given the minutes are out and the archives room misses a paper
    story, stage = session.story, session.story.stage
    story.discuss()
    story.issue_minutes()
    stage.act("archives.feng", "S03_accept", decision="return", return_reason="缺少签到表原件")

    # then the secretariat chief is told which, adds it, and the room accepts
    assert stage.form("chief.zhao", "S02_collect")["missing_text"] == "缺少签到表原件"
    paper = stage.paper("签到表原件.txt", "签到表")
    stage.act("chief.zhao", "S02_collect", added_documents=paper, missing_items_added=True)
    stage.act("archives.feng", "S03_accept", decision="accept", retention="permanent")

    (file,) = stage.engine.ask(ArchiveQuery(kind="executive_meeting", file_ids=(session.meeting_no,)), SYSTEM).rows
    assert paper[0]["sha256"] in str(file.manifest)
    assert stage.engine.ask(VerifyArchive("executive_meeting", session.meeting_no), SYSTEM) == ()
    # and nobody opens it again
    again = CollectArchive(kind="executive_meeting", file_id=session.meeting_no)
    replaced = CloseArchive(kind="executive_meeting", file_id=session.meeting_no, package={})
    for command in (again, replaced):
        with pytest.raises(InvalidState):
            stage.engine.execute(command, SYSTEM)
