"""SC-31: what the session refers to the party's standing committee (Art. 62, DL-17)."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.queries.office import ArchiveQuery, VerifyArchive
from app.domain.values import SYSTEM
from tests.scenarios.conftest import OpenSession


@pytest.mark.parametrize("has_tasks", [True, False])
def test_sc_31_the_result_joins_the_archive_and_only_tasks_are_supervised(
    session: OpenSession, has_tasks: bool
) -> None:
    # given a resolution of Thursday 24 September 2026 that refers its topic
    story, meeting_no, topic_no = session.story, session.meeting_no, session.topic_no
    story.at("2026-09-24 11:30")
    tasks: dict[str, Any] = {"action_required": True, "responsible_units": ["education_bureau"], "due": "2026-11-30"}
    story.discuss(refer_to="party_standing_committee", **(tasks if has_tasks else {}))

    # then the secretariat chief has to send it within a working day (25 to 27 September are off)
    sending = story.stage.task("chief.zhao", "S16_send", topic_no)
    assert sending.candidate_groups == ("secretariat_chief",)
    assert story.due("S16_send", topic_no) == "Mon 2026-09-28 18:00"
    # and a case of supervision is opened only if there is something to do
    assert len(story.stage.tasks("S05_notify")) == has_tasks

    # when the minutes are out, the archive waits for the result
    story.at("2026-09-28 09:00")
    story.stage.act("chief.zhao", "S16_send", topic_no, sent_at=story.now(), receiver="区委办公室")
    story.issue_minutes()
    assert story.stage.tasks("S03_accept") == ()
    paper = story.stage.paper("区委常委会决定.txt", "原则同意")
    result = {"party_result": "approved", "party_result_text": "原则同意", "party_document": paper}
    story.stage.act("chief.zhao", "S16_result", topic_no, **result)

    # then the package has the result in it
    story.stage.act("archives.feng", "S03_accept", decision="accept", retention="permanent")
    kept = ArchiveQuery(kind="executive_meeting", file_ids=(meeting_no,))
    (file,) = story.stage.engine.ask(kept, SYSTEM).rows
    (item,) = [each for each in file.manifest if each["item"] == "区委常委会审定结果"]
    assert [each["sha256"] for each in item["documents"]] == [paper[0]["sha256"]]
    assert story.stage.engine.ask(VerifyArchive("executive_meeting", meeting_no), SYSTEM) == ()
