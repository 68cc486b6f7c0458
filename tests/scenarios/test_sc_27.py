"""SC-27: a session opens with more than half of its members, not with exactly half (Art. 55, INV-11)."""

from __future__ import annotations

import pytest

from app.domain.commands.identity import AddUser
from app.domain.commands.office_meeting import BuildAgenda, CheckQuorum
from app.domain.errors import RuleViolated
from app.domain.values import SYSTEM, Right
from tests.scenarios.conftest import StoryAt
from tests.scenarios.story import MEMBERS, Story

START = "2026-09-24 09:00"


def ready_to_sign_in(story: Story, members: int) -> str:
    """A session with one topic and so many members in office, ten minutes before its start. Returns its number."""
    for number in range(members - len(MEMBERS)):
        deputy = AddUser(f"dm.new{number}", f"副区长{number}", frozenset({Right.CLERK}), ("deputy_mayor",))
        story.stage.engine.execute(deputy, SYSTEM)
    topic_no = story.bring_to_mayor()
    meeting_no = story.convene(START)
    story.list_topic(topic_no, meeting_no)
    story.hand_in(topic_no)
    story.reply_all()
    story.at("2026-09-22 18:00")
    story.prepare_session()
    story.at("2026-09-24 08:15")
    story.report_attendance()
    story.at("2026-09-24 08:50")
    return meeting_no


@pytest.mark.parametrize(("members", "too_few", "enough"), [(10, 5, 6), (9, 4, 5)])
def test_sc_27_more_than_half_must_be_there(story_at: StoryAt, members: int, too_few: int, enough: int) -> None:
    story = story_at("2026-09-14 09:00")
    meeting_no = ready_to_sign_in(story, members)

    # exactly half, or less: it cannot open, whatever the secretary says
    story.sign_in(*MEMBERS[:too_few])
    assert story.stage.open() == ["S09_open"]
    meeting = story.meeting_file(meeting_no).meeting
    assert (meeting.total, meeting.present, meeting.quorum_met, meeting.frozen_at) == (members, too_few, False, None)

    # one more comes: it opens
    story.at("2026-09-24 09:10")
    story.sign_in(*MEMBERS[:enough])
    assert story.stage.open() == ["S10_call"]
    meeting = story.meeting_file(meeting_no).meeting
    assert (meeting.present, meeting.quorum_met, meeting.state) == (enough, True, "opened")


def test_inv_11_the_agenda_is_not_frozen_without_the_quorum_whoever_asks(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    meeting_no = ready_to_sign_in(story, len(MEMBERS))
    story.sign_in(*MEMBERS[:3])

    with pytest.raises(RuleViolated):
        story.stage.engine.execute(BuildAgenda(meeting_no=meeting_no, mode="freeze"), SYSTEM)

    assert story.meeting_file(meeting_no).meeting.frozen_at is None


def test_inv_11_a_promise_to_come_is_no_presence(story_at: StoryAt) -> None:
    """The forecast from the replies does not open a session."""
    story = story_at("2026-09-14 09:00")
    meeting_no = ready_to_sign_in(story, len(MEMBERS))
    forecast = CheckQuorum(meeting_no=meeting_no, rule="2P>N", present=7, total=7, basis="confirmed")
    story.stage.engine.execute(forecast, SYSTEM)

    with pytest.raises(RuleViolated):
        story.stage.engine.execute(BuildAgenda(meeting_no=meeting_no, mode="freeze"), SYSTEM)


def test_sc_27_a_session_without_quorum_gets_a_new_date_and_keeps_its_topics(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    meeting_no = ready_to_sign_in(story, len(MEMBERS))

    story.sign_in(*MEMBERS[:3], action="reschedule")

    assert story.stage.open() == ["S01_convene"]
    file = story.meeting_file(meeting_no)
    assert (file.meeting.state, [item.state for item in file.agenda]) == ("no_quorum", ["ready"])
