"""Who is invited, who comes, who came (Art. 47, 55; AMB-24, AMB-25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands.office import ChangeSetting
from app.domain.office_records import Meeting
from app.domain.values import Actor, Right
from tests.support.office_desk import OfficeDesk, at

RULES = {
    "members": ["mayor", "deputy_mayor", "armed_forces_dept_head", "office_director"],
    "fixed": ["office_deputy_director", "finance_bureau_head"],
    "invited": ["trade_union_deputy"],
}
MEMBERS = ["mayor.liu", "edm.chen", "dm.zhou", "dm.wang", "dm.he", "armed.head", "director.zhang"]


def test_everybody_is_invited_once_in_the_order_of_precedence(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    desk.ready(desk.topic(related_units=["finance_bureau"]), meeting)

    invited = _invite(desk, meeting)

    users = [each["user"] for each in invited["invitees"]]
    assert users[:7] == MEMBERS and len(users) == len(set(users))
    roles = {each["user"]: each["role"] for each in invited["invitees"]}
    assert (roles["finance.head"], roles["education.head"], roles["union.deputy"]) == ("fixed", "topic", "invited")
    assert invited["recipients"] == users
    assert invited["notice"][0]["name"] == "会议通知.docx"
    assert desk.records(Meeting)[0].state == "notified"


def test_refused_leave_counts_as_expected_and_no_reply_as_absent(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    _invite(desk, meeting)
    _reply(desk, meeting, "mayor.liu", attend=True)
    _reply(desk, meeting, "dm.wang", attend=False, leave_reason="出差", leave_decision="agree")
    _reply(desk, meeting, "dm.he", attend=False, leave_reason="下乡", leave_decision="reject")

    tally = desk.work("attendance.tally", basis="replies", meeting_no=meeting, meeting_type="executive")

    states = {each["attendee"]: each["state"] for each in tally["attendance"]}
    assert (states["dm.wang"], states["dm.he"], states["edm.chen"]) == ("leave", "leave_refused", "no_reply")
    assert (tally["members_total"], tally["members_present"]) == (7, 2)
    assert (tally["present_count"], tally["leave_count"]) == (2, 1)
    assert tally["absent_count"] == len(tally["attendance"]) - 3


def test_the_sign_in_counts_who_is_there_but_neither_the_remote_nor_substitutes(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    _invite(desk, meeting)
    rows = [
        {"attendee": "mayor.liu", "present": True, "arrival": "2026-09-24T08:50:00+08:00"},
        {"attendee": "edm.chen", "present": True, "remote": True},
        {"attendee": "dm.wang", "present": False, "absence_kind": "leave"},
        {"attendee": "stranger", "present": True},
    ]
    tally = _sign_in(desk, meeting, rows)

    assert (tally["members_present"], tally["present_count"], tally["leave_count"]) == (1, 1, 1)
    _set(desk, "quorum.remote", True)
    assert _sign_in(desk, meeting, rows)["members_present"] == 2


def test_two_posts_of_one_person_count_once_unless_the_office_counts_posts(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    _invite(desk, meeting)
    people = _sign_in(desk, meeting, [{"attendee": "edm.chen", "present": True}])
    _set(desk, "quorum.base", "posts")
    posts = _sign_in(desk, meeting, [{"attendee": "edm.chen", "present": True}])

    assert (people["members_present"], people["members_total"]) == (1, 7)
    assert (posts["members_present"], posts["members_total"]) == (1, 7)


def test_a_new_invitation_voids_earlier_replies_and_forgets_who_is_no_longer_invited(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    _invite(desk, meeting)
    _reply(desk, meeting, "mayor.liu", attend=True)

    desk.work(
        "notice.generate", meeting_no=meeting, meeting_type="executive", title="会议", start=at("2026-09-25 09:00"),
        place="", chair="mayor.liu", rules={"members": ["mayor"], "fixed": [], "invited": []},
    )  # fmt: skip
    tally = desk.work("attendance.tally", basis="replies", meeting_no=meeting, meeting_type="executive")

    assert [(each["attendee"], each["state"]) for each in tally["attendance"]] == [("mayor.liu", "no_reply")]


def test_a_forecast_after_the_opening_does_not_change_what_the_sign_in_gave(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    desk.open(meeting)

    desk.work("quorum.check", meeting_no=meeting, rule="2P>N", present=0, total=7, basis="confirmed")

    assert desk.records(Meeting)[0].quorum_met is True


def _invite(desk: OfficeDesk, meeting: str) -> Mapping[str, Any]:
    return desk.work(
        "notice.generate", meeting_no=meeting, meeting_type="executive", title="区政府第1次常务会议",
        start=at("2026-09-24 09:00"), place="第一会议室", chair="mayor.liu", rules=RULES,
    )  # fmt: skip


def _reply(desk: OfficeDesk, meeting: str, user: str, **said: Any) -> None:
    row = {"meeting_no": meeting, "attendee": user, **said}
    desk.work("registry.register", kind="attendance_reply", key=f"{meeting}/{user}", row=row)


def _sign_in(desk: OfficeDesk, meeting: str, rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    return desk.work(
        "attendance.tally", basis="signed_in", meeting_no=meeting, meeting_type="executive", signed_in=rows
    )


def _set(desk: OfficeDesk, key: str, value: Any) -> None:
    desk.do(ChangeSetting(key, value, "测试"), Actor("admin", frozenset({Right.ADMINISTRATOR})))
