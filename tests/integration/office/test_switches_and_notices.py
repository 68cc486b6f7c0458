"""The switches of the office with their audit; notices, receipts and urges."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.commands.office import ChangeSetting, ReadNotice, SeedSettings, SwitchRow
from app.domain.errors import InvalidInput, NotAllowed, NotFound
from app.domain.office_records import Notice, RegisterRow, Switch
from app.domain.queries.history import OperationQuery
from app.domain.queries.office import (
    MeetingFileQuery,
    MeetingQuery,
    NoticeQuery,
    SwitchQuery,
    TopicFileQuery,
    TopicQuery,
)
from app.domain.values import SYSTEM, Actor, Right
from tests.support.office_desk import OfficeDesk, at

ADMIN = Actor("admin", frozenset({Right.ADMINISTRATOR}))


def test_a_change_is_kept_with_who_when_why_and_what_was_before(desk: OfficeDesk) -> None:
    desk.do(ChangeSetting("materials.copies", 20, "少印"), ADMIN)

    switch = next(each for each in desk.ask(SwitchQuery()) if each.key == "materials.copies")
    (logged,) = desk.ask(OperationQuery(entity="Setting", entity_id="materials.copies")).rows
    assert (switch.value, switch.default, switch.changed_by) == (20, 30, "admin")
    assert (logged.before, logged.after, logged.reason) == ({"value": 30}, {"value": 20}, "少印")


def test_wrong_values_missing_reasons_and_other_people_are_refused(desk: OfficeDesk) -> None:
    for key, value, reason in (
        ("materials.copies", "20", "x"),
        ("materials.copies", True, "x"),
        ("materials.copies", -1, "x"),
        ("quorum.remote", 1, "x"),
        ("quorum.base", " ", "x"),
        ("number.formats", "text", "x"),
        ("materials.copies", 20, " "),
    ):
        with pytest.raises(InvalidInput):
            desk.do(ChangeSetting(key, value, reason), ADMIN)
    with pytest.raises(NotFound):
        desk.do(ChangeSetting("no.such", 1, "x"), ADMIN)
    with pytest.raises(NotAllowed):
        desk.do(ChangeSetting("materials.copies", 20, "x"), desk.person("mayor.liu"))


def test_seeding_again_keeps_what_the_office_has_set(desk: OfficeDesk) -> None:
    desk.do(ChangeSetting("materials.copies", 20, "少印"), ADMIN)
    rows = (
        SwitchRow("materials.copies", "int", 40, "上会材料份数", "Copies", "52"),
        SwitchRow("quorum.base", "str", "posts", "基数", "Base", "55"),
        SwitchRow("new.one", "bool", True, "新", "New", ""),
    )

    assert desk.do(SeedSettings(rows), SYSTEM) == 1
    assert desk.do(SeedSettings(rows), SYSTEM) == 0
    values = {switch.key: switch.value for switch in desk.records(Switch)}
    assert (values["materials.copies"], values["quorum.base"], values["new.one"]) == (20, "posts", True)


def test_everybody_behind_the_recipients_is_told_once_and_nobody_is_reported(desk: OfficeDesk) -> None:
    recipients = [["mayor", "mayor.liu"], "executive_deputy_mayor", "democratic_parties", "nobody.here"]

    sent = desk.work("notify.send", template="meeting_notice", key="K1", recipients=recipients, text="请参会")

    assert (sent["sent"], sent["failed_count"]) == (2, 2) and sent["failed"][1] == "nobody.here"
    assert [notice.user_id for notice in desk.records(Notice)] == ["mayor.liu", "edm.chen"]


def test_a_notice_is_read_by_its_receiver_and_the_first_time_counts(desk: OfficeDesk) -> None:
    desk.work("notify.send", template="topic_result", key="T1", recipients=["mayor.liu"], text="passed")
    mayor = desk.person("mayor.liu")
    (notice,) = desk.ask(NoticeQuery(unread=True), mayor).rows
    assert (notice.subject, notice.text) == ("【议题审议结果】T1", "通过")

    with pytest.raises(NotFound):
        desk.do(ReadNotice(notice.id), desk.person("edm.chen"))
    desk.do(ReadNotice(notice.id), mayor)
    read_at = desk.clock.now()
    desk.clock.set(at("2026-09-17 09:00"))
    desk.do(ReadNotice(notice.id), mayor)

    assert desk.ask(NoticeQuery(unread=True), mayor).rows == ()
    assert desk.ask(NoticeQuery(), mayor).rows[0].read_at == read_at
    assert desk.ask(NoticeQuery(), desk.person("edm.chen")).rows == ()


def test_an_urge_is_a_row_and_a_notice_but_a_phone_call_is_a_row_only(desk: OfficeDesk) -> None:
    told: dict[str, Any] = {
        "kind": "manual",
        "deadline_id": "DL-08",
        "key": "T1",
        "text": "征求意见",
        "recipients": ["mayor.liu"],
    }
    desk.work("urge.dispatch", **told, due=at("2026-09-20 18:00"), urged_by="chief.zhao", note="请尽快")
    desk.work("urge.dispatch", **{**told, "kind": "bulletin"}, mode="phone")

    (notice,) = desk.records(Notice)
    first, second = desk.records(RegisterRow, kind="urge")
    assert notice.subject == "【人工催办】征求意见"
    assert notice.text == "时限：2026-09-20 18:00；请尽快；催办人：赵明"
    assert second.row["bulletin"] is True and second.corrects == first.id


def test_lists_and_files_are_for_those_who_may_see_the_case(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    clerk = desk.person("housing.clerk")

    assert [each.topic_no for each in desk.ask(TopicQuery(text="校舍")).rows] == [topic]
    assert [each.meeting_no for each in desk.ask(MeetingQuery(states=("planned",))).rows] == [meeting]
    assert desk.ask(TopicQuery(), clerk).rows == ()
    for query in (TopicFileQuery(topic), MeetingFileQuery(meeting)):
        assert desk.ask(query).names["education_bureau" if isinstance(query, TopicFileQuery) else "mayor.liu"]
        with pytest.raises(NotFound):
            desk.ask(query, clerk)
