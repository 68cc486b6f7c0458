"""Every worker may run twice for one external task: the second time changes nothing and gives the same result."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.office_records import Number
from app.persistence.tables import metadata
from app.worker_sdk import find_workers
from tests.support.office_desk import OfficeDesk, at


class Twice:
    """A desk at which everything is done twice."""

    def __init__(self, desk: OfficeDesk) -> None:
        self.desk = desk
        self.topics: set[str] = set()

    def work(self, topic: str, **variables: Any) -> Mapping[str, Any]:
        task_id = f"twice-{next(self.desk.numbers)}"
        self.topics.add(topic)
        first = self.desk.work(topic, task_id, **variables)
        counted = _rows(self.desk)
        second = self.desk.work(topic, task_id, **variables)
        assert second == first
        assert _rows(self.desk) == counted
        return first


@pytest.mark.parametrize("database", ["desk", pytest.param("desk_on_postgresql", marks=pytest.mark.postgres)])
def test_a_whole_case_in_which_every_task_is_done_twice(database: str, request: pytest.FixtureRequest) -> None:
    twice = Twice(request.getfixturevalue(database))
    topic = _proposed(twice)
    _consulted(twice, topic)
    meeting = _convened(twice, topic)
    _held(twice, topic, meeting)
    _written_and_archived(twice, topic, meeting)

    assert twice.topics == set(find_workers())


def _proposed(twice: Twice) -> str:
    topic = str(twice.work("numbering.allocate", series="topic")["number"])
    row = {"topic_no": topic, "title": "校舍安全改造", "unit": "education_bureau", "related_units": ["housing_bureau"]}
    twice.work("registry.register", kind="topic", key=topic, row=row)
    twice.work("document.render", template="topic_application", key=topic)
    return topic


def _consulted(twice: Twice, topic: str) -> None:
    rules = [{"body": "related_units", "written": False, "blocking": True, "article": "50(1)"}]
    bodies = twice.work("consult.scope", topic_no=topic, rules=rules, units=["housing_bureau"])["bodies"]
    sent = twice.work(
        "consult.fanout", case_kind="executive_topic", case_no=topic, subject="征求意见", bodies=bodies, mode="strict"
    )
    key = sent["requests"][0]["request_key"]
    twice.work("registry.register", kind="consultation_opinion", key=key, row={"opinion": "agree"})
    table = twice.work("consult.collate", consult_id=sent["consult_id"], mode="strict")
    checked = {"bodies": bodies, "opinions": table["opinions"], "has_disagreement": table["has_disagreement"]}
    assert twice.work("material.check", stage="submission", topic_no=topic, **checked)["complete"]


def _convened(twice: Twice, topic: str) -> str:
    meeting = str(twice.work("numbering.allocate", series="executive_meeting")["number"])
    row = {
        "meeting_type": "executive",
        "title": "第1次常务会议",
        "start": "2026-09-24T09:00:00+08:00",
        "chair": "mayor.liu",
    }
    twice.work("registry.register", kind="meeting", key=meeting, row=row)
    twice.work("agenda.build", mode="bind", topic_no=topic, meeting_ref=meeting, order=1)
    package = twice.work(
        "material.check", stage="materials", topic_no=topic, meeting_no=meeting, defects=[],
        submitted_at=at("2026-09-21 15:00"), due=at("2026-09-22 18:00"),
        package={"copies": 30, "formal_text": [twice.desk.file("正文.docx")]},
    )  # fmt: skip
    twice.work("document.render", template="material_checklist", key=topic)
    twice.work("agenda.build", mode="ready", topic_no=topic, meeting_no=meeting, package_id=package["package_id"])
    twice.work("agenda.build", mode="close", meeting_no=meeting)
    twice.work(
        "notice.generate", meeting_no=meeting, meeting_type="executive", title="第1次常务会议",
        start=at("2026-09-24 09:00"), place="第一会议室", chair="mayor.liu",
        rules={"members": ["mayor", "deputy_mayor"], "fixed": [], "invited": []},
    )  # fmt: skip
    twice.work("notify.send", template="meeting_notice", key=meeting, recipients=["mayor", "deputy_mayor"], text="开会")
    return meeting


def _held(twice: Twice, topic: str, meeting: str) -> None:
    twice.work("document.render", template="sign_in_sheet", key=meeting)
    signed_in = [{"attendee": user, "present": True} for user in ("mayor.liu", "edm.chen", "dm.zhou", "dm.wang")]
    tally = twice.work(
        "attendance.tally", basis="signed_in", meeting_no=meeting, meeting_type="executive", signed_in=signed_in
    )
    counted = {"present": tally["members_present"], "total": tally["members_total"], "basis": "signed_in"}
    assert twice.work("quorum.check", meeting_no=meeting, rule="2P>N", **counted)["quorum_met"]
    twice.work("agenda.build", mode="freeze", meeting_no=meeting)
    resolution = {"result": "passed", "summary": "同意。", "refer_to": "party_standing_committee"}
    twice.work(
        "resolution.register",
        mode="item",
        meeting_no=meeting,
        topic_no=topic,
        resolution=resolution,
        executable=True,
    )
    twice.work("resolution.register", mode="close", meeting_no=meeting, meeting_end=at("2026-09-24 11:30"))
    twice.work("document.render", template="party_referral", key=topic, meeting_no=meeting)
    twice.work("urge.dispatch", kind="remind", deadline_id="DL-05", key=meeting, text="纪要", recipients="chief.zhao")
    twice.desk.clock.set(at("2026-09-29 09:00"))
    assert twice.work("stats.compile", subject="executive_meetings_held", month=at("2026-09-29 17:00"))["count"] == 1


def _written_and_archived(twice: Twice, topic: str, meeting: str) -> None:
    draft = twice.work("minutes.draft_from_resolutions", meeting_no=meeting, meeting_type="executive")
    twice.work("document.render", template="minutes", key=meeting, source=draft["main_file"])
    twice.work("archive.manifest", kind="executive_topic", file_id=topic, hand_over_to=meeting)
    twice.work("archive.manifest", kind="executive_meeting", file_id=meeting, missing_reason="无")
    twice.work("archive.package", kind="executive_meeting", file_id=meeting, retention="permanent")


def _rows(desk: OfficeDesk) -> dict[str, int]:
    """Table -> rows, of the office's tables."""
    with desk.house.store.backend.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
            if name.startswith("of_")
        }


@pytest.mark.postgres
def test_two_workers_on_one_task_at_the_same_time_get_one_number(desk_on_postgresql: OfficeDesk) -> None:
    desk = desk_on_postgresql
    answers: list[str] = []

    def take() -> None:
        answers.append(desk.work("numbering.allocate", "one-task", series="topic")["number"])

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["常议〔2026〕1号"] * 4
    assert [number.sequence for number in desk.records(Number)] == [1]
