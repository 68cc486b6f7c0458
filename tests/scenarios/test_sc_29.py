"""SC-29: nothing is added to the agenda of a session that is open, whoever asks (Art. 58, INV-12)."""

from __future__ import annotations

import pytest

from app.domain.commands.office_meeting import AddAgendaItem, AdmitTopic, BindTopic
from app.domain.errors import RuleViolated
from app.domain.values import SYSTEM
from tests.scenarios.conftest import OpenSession, StoryAt

WORDS = "未按程序审定的议题一律不得临时动议提交上会"


def test_sc_29_an_item_proposed_in_session_is_refused_whoever_asks(session: OpenSession) -> None:
    # given a session that is open, and a topic whose procedure is complete
    story, meeting_no, first, second = session.story, session.meeting_no, session.topic_no, session.not_on_it

    # when somebody adds it, by the chair's word, or the chair does
    for user_id in ("housing.head", "education.clerk", "chief.zhao", "edm.chen", "mayor.liu", "operator.gao"):
        with pytest.raises(RuleViolated) as refused:
            command = AddAgendaItem(meeting_no, second, "主持人口头同意")
            story.stage.engine.execute(command, story.stage.actor(user_id))

        # then the rule is quoted and the agenda is what it was
        assert WORDS in refused.value.text.zh
    assert [item.topic_no for item in story.meeting_file(meeting_no).agenda] == [first]


def test_sc_29_the_mayor_cannot_list_it_either_but_may_for_a_later_session(session: OpenSession) -> None:
    story, meeting_no, first, second = session.story, session.meeting_no, session.topic_no, session.not_on_it

    # the mayor's own approval names the open session: the task comes back and says why
    story.list_topic(second, meeting_no)
    assert "第五十八条" in story.stage.form("mayor.liu", "S13_mayor_approve", second)["bind_problem"]
    assert [item.topic_no for item in story.meeting_file(meeting_no).agenda] == [first]

    # a later session takes it
    later = story.convene("2026-10-14 09:00")
    story.list_topic(second, later)
    assert [item.topic_no for item in story.meeting_file(later).agenda] == [second]


def test_inv_12_a_worker_cannot_slip_an_item_in(session: OpenSession) -> None:
    story, meeting_no, first, second = session.story, session.meeting_no, session.topic_no, session.not_on_it
    for command in (
        BindTopic(topic_no=second, meeting_ref=meeting_no),
        AdmitTopic(topic_no=second, meeting_no=meeting_no),
    ):
        assert story.stage.engine.execute(command, SYSTEM)["bound"] is False
    assert [item.topic_no for item in story.meeting_file(meeting_no).agenda] == [first]


def test_inv_12_what_was_not_ready_at_the_opening_is_not_discussed(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    first, second = story.bring_to_mayor(), story.bring_to_mayor(title="没有材料")
    meeting_no = story.convene("2026-09-24 09:00")
    for topic_no in (first, second):
        story.list_topic(topic_no, meeting_no)
    story.hand_in(first)
    story.reply_all()
    story.at("2026-09-22 18:00")
    story.prepare_session()
    story.at("2026-09-24 08:15")
    story.report_attendance()
    story.at("2026-09-24 08:50")
    story.sign_in("mayor.liu", "edm.chen", "dm.zhou", "dm.wang")

    states = {item.topic_no: item.state for item in story.meeting_file(meeting_no).agenda}
    assert states == {first: "frozen"}
    story.discuss()
    assert story.stage.tasks("S10_call") == ()

    # handing in now is too late for this session: the topic goes to the pool
    story.hand_in(second)
    assert story.stage.tasks("S13_pool", second) != ()
