"""SC-22, SC-23: the time limits around a session, over holidays and make-up days (DL-11, DL-13, DL-05)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenarios.conftest import StoryAt


@pytest.mark.parametrize(
    ("now", "start", "materials", "delivery", "minutes"),
    [
        pytest.param(
            "2025-09-24 09:00",
            "2025-10-09 09:00",
            "Mon 2025-09-29 18:00",
            "Tue 2025-09-30 18:00",
            "Mon 2025-10-13 18:00",
            id="SC-22 after the National Day holiday",
        ),
        pytest.param(
            "2026-09-29 09:00",
            "2026-10-10 09:00",
            "Thu 2026-10-08 18:00",
            "Fri 2026-10-09 18:00",
            "Wed 2026-10-14 18:00",
            id="SC-23 on a make-up Saturday",
        ),
    ],
)
def test_limits_around_a_session(
    story_at: StoryAt, now: str, start: str, materials: str, delivery: str, minutes: str
) -> None:
    # given a topic for the session
    story = story_at(now)
    topic_no = story.bring_to_mayor()
    meeting_no = story.convene(start)
    story.list_topic(topic_no, meeting_no)
    assert story.due("S16_materials", topic_no) == materials
    story.hand_in(topic_no)
    story.reply_all()

    # when the agenda closes, the papers are to be delivered the working day before the session
    story.at(materials[4:])
    story.stage.act("chief.zhao", "S05_compile", compiled=True)
    assert story.due("S06_deliver", meeting_no) == delivery
    delivered: dict[str, Any] = {"delivered_to": ["mayor.liu"], "delivered_at": story.now(), "mode": "paper"}
    story.stage.act("clerk.tang", "S06_deliver", **delivered)
    story.stage.act("clerk.tang", "S07_prepare", room_ready=True, waiting_room_ready=True, seats_ready=True)

    # and when it is over, the minutes within three working days
    story.at(start[:11] + "08:20")
    story.report_attendance()
    story.at(start[:11] + "08:50")
    story.sign_in("mayor.liu", "edm.chen", "dm.zhou", "director.zhang")
    story.at(start[:11] + "11:30")
    story.discuss()
    assert story.deadline("DL-05") == minutes
