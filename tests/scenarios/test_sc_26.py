"""SC-26: materials in thirty copies, complete, two working days before the session (Art. 52, DT-02, DL-11)."""

from __future__ import annotations

import pytest

from app.domain.errors import InvalidInput
from tests.scenarios.conftest import StoryAt
from tests.scenarios.story import Story

SESSION = "2025-10-09 09:00"


def listed(story: Story) -> tuple[str, str]:
    """A topic on the agenda of the session of 9 October 2025, its materials due. Returns topic and session."""
    topic_no = story.bring_to_mayor()
    meeting_no = story.convene(SESSION)
    story.list_topic(topic_no, meeting_no)
    return topic_no, meeting_no


def test_sc_26_twenty_nine_copies_are_refused(story_at: StoryAt) -> None:
    story = story_at("2025-09-24 09:00")
    topic_no, _ = listed(story)

    with pytest.raises(InvalidInput) as refused:
        story.hand_in(topic_no, copies=29)

    assert [problem.field for problem in refused.value.problems] == ["copies"]
    assert story.due("S16_materials", topic_no) == "Mon 2025-09-29 18:00", "the task is still there"
    story.hand_in(topic_no, copies=30)
    assert story.stage.tasks("S16_materials") == ()


def test_sc_26_without_the_original_papers_the_package_is_incomplete(story_at: StoryAt) -> None:
    story = story_at("2025-09-24 09:00")
    topic_no, meeting_no = listed(story)

    story.hand_in(topic_no, paper_originals_received=False)

    form = story.stage.form("education.clerk", "S16_materials", topic_no)
    assert "第五十二条" in form["refusal_text"] and "原始" in form["refusal_text"]
    assert [item.state for item in story.meeting_file(meeting_no).agenda] == ["bound"]
    story.hand_in(topic_no)
    assert [item.state for item in story.meeting_file(meeting_no).agenda] == ["ready"]


def handed_in_late(story: Story) -> tuple[str, str]:
    """Complete materials, on Tuesday 30 September 2025 at 09:00, half a working day late."""
    topic_no, meeting_no = listed(story)
    story.at("2025-09-30 09:00")
    story.hand_in(topic_no)
    return topic_no, meeting_no


def test_sc_26_late_materials_go_to_the_next_session(story_at: StoryAt) -> None:
    story = story_at("2025-09-24 09:00")
    topic_no, meeting_no = handed_in_late(story)

    story.stage.act("edm.chen", "S17_override", topic_no, decision="next_session", opinion="转下次会议")

    assert story.stage.tasks("S13_pool", topic_no) != ()
    topic = story.topic_file(topic_no).topic
    assert (topic.state, topic.meeting_no) == ("pool", None)
    assert story.meeting_file(meeting_no).agenda == ()


def test_sc_26_the_executive_deputy_mayor_may_override_with_a_reason(story_at: StoryAt) -> None:
    story = story_at("2025-09-24 09:00")
    topic_no, meeting_no = handed_in_late(story)

    with pytest.raises(InvalidInput) as refused:
        story.stage.act("edm.chen", "S17_override", topic_no, decision="override")
    assert [problem.field for problem in refused.value.problems] == ["opinion"]

    story.stage.act("edm.chen", "S17_override", topic_no, decision="override", opinion="事关开学，必须本次研究")
    (item,) = story.meeting_file(meeting_no).agenda
    assert (item.state, item.override_reason) == ("ready", "事关开学，必须本次研究")
