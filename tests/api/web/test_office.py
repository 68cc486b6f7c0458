"""The registers after a whole topic was played: who reads them, what they say, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli_demo import demo_house, open_stage
from app.demo.executive_meeting import BEGIN, Chain, play
from app.domain.commands.office import AllocateNumber, RegisterRecord
from app.domain.values import Actor, Right
from app.jobs.simulation import SimulatedClock
from tests.support.web_office import WebOffice, open_web_office

WORKER = Actor("workers", frozenset({Right.WORKER}))


@pytest.fixture(scope="module")
def played(cheap_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Chain]:
    """A closed house in which one topic went from proposal to the archived minutes."""
    folder = tmp_path_factory.mktemp("played")
    clock = SimulatedClock(BEGIN)
    with demo_house(folder, clock) as house:
        chain = play(open_stage(house, clock))
    return folder, chain


@pytest.fixture
def chain(played: tuple[Path, Chain]) -> Chain:
    return played[1]


@pytest.fixture
def office(played: tuple[Path, Chain], tmp_path: Path) -> Iterator[WebOffice]:
    shutil.copytree(played[0], tmp_path / "home")
    opened = open_web_office(tmp_path / "home")
    yield opened
    opened.house.close()


def test_a_topic_is_listed_with_its_state_result_and_session(office: WebOffice, chain: Chain) -> None:
    answer = office.desk("chief.zhao").get("/office/topics").json
    (row,) = answer["rows"]
    assert (row["id"], row["number"], answer["total"], answer["next"]) == (chain.topic_no, chain.topic_no, 1, None)
    assert (row["state"], row["state_name"], row["result_name"]) == ("decided", "已议定", "通过")
    assert row["meeting"]["id"] == chain.meeting_no
    assert row["meeting"]["name"] != chain.meeting_no
    assert row["instance_id"]


def test_topics_are_searched_and_filtered(office: WebOffice, chain: Chain) -> None:
    desk = office.desk("chief.zhao")
    for query, hits in {
        f"q={chain.topic_no}": 1,
        "q=公路": 0,
        "state=decided": 1,
        "state=pool": 0,
        "state=pool&state=decided": 1,
    }.items():
        assert len(desk.get(f"/office/topics?{query}").json["rows"]) == hits, query
    assert desk.get("/office/topics?colour=red").status_code == 400


def test_a_topic_shows_consultations_materials_and_result(office: WebOffice, chain: Chain) -> None:
    topic = office.desk("chief.zhao").get(f"/office/topics/{chain.topic_no}").json
    (consultation,) = topic["consultations"]
    assert consultation["opinions"]
    assert {each["state_name"] for each in consultation["opinions"]} <= {
        "已发出",
        "已回复",
        "视为无意见",
        "逾期未复",
        "已处理",
    }
    assert topic["materials"][-1]["files"][0]["sha256"]
    (resolution,) = topic["resolutions"]
    assert (resolution["topic_id"], resolution["meeting_id"]) == (chain.topic_no, chain.meeting_no)


def test_a_session_shows_agenda_attendance_quorum_resolutions_and_minutes(office: WebOffice, chain: Chain) -> None:
    desk = office.desk("mayor.liu")
    (row,) = desk.get("/office/meetings").json["rows"]
    assert (row["id"], row["chair"]["name"]) == (chain.meeting_no, "刘建国")
    meeting = desk.get(f"/office/meetings/{chain.meeting_no}").json
    assert {name: meeting[name] for name in row} == row
    assert meeting["quorum"]["reached"] is True
    assert 2 * meeting["quorum"]["present"] > meeting["quorum"]["total"]
    assert [(item["topic_id"], item["result_name"]) for item in meeting["agenda"]] == [(chain.topic_no, "通过")]
    mayor = next(each for each in meeting["attendance"] if each["user_id"] == "mayor.liu")
    assert (mayor["name"], mayor["post"], mayor["present"]) == ("刘建国", "区长", True)
    assert meeting["resolutions"][0]["summary"]
    assert meeting["minutes"]["number"]


def test_an_archive_file_has_its_manifest_and_package(office: WebOffice) -> None:
    desk = office.desk("chief.zhao")
    (row,) = desk.get("/office/archive?kind=executive_meeting").json["rows"]
    assert (row["state_name"], row["missing"]) == ("已归档", 0)
    file = desk.get(f"/office/archive/{row['id']}").json
    assert {each["item"] for each in file["manifest"]} >= {"会议记录", "会议纪要"}
    assert file["package"]["sha256"]
    assert desk.get(f"/office/archive/executive_topic:{row['file_id']}").status_code == 404
    assert desk.get(f"/office/archive/{row['file_id']}").status_code == 404


def test_words_come_in_english_where_the_browser_asks(office: WebOffice, chain: Chain) -> None:
    desk = office.desk("chief.zhao")
    desk.headers["Accept-Language"] = "en"
    (row,) = desk.get("/office/topics").json["rows"]
    assert (row["state_name"], row["result_name"]) == ("decided", "passed")
    assert desk.get(f"/office/meetings/{chain.meeting_no}").json["attendance"][0]["role_name"] == "member"


def test_whoever_may_not_see_the_case_does_not_see_its_records(office: WebOffice, chain: Chain) -> None:
    desk = office.desk("admin.lin")
    for register in ("topics", "meetings", "archive"):
        assert desk.get(f"/office/{register}").json == {"rows": [], "total": 0, "next": None}
    for path in (
        f"topics/{chain.topic_no}",
        f"meetings/{chain.meeting_no}",
        f"archive/executive_meeting:{chain.meeting_no}",
    ):
        answer = desk.get(f"/office/{path}")
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), path


def test_a_session_that_the_reader_may_not_see_is_no_link(office: WebOffice, chain: Chain) -> None:
    seen = [each["meeting"] for each in office.desk("education.clerk").get("/office/topics").json["rows"]]
    assert seen == [{"id": None, "number": chain.meeting_no, "name": chain.meeting_no}]


def test_a_topic_without_a_case_is_for_those_who_see_everything(office: WebOffice) -> None:
    engine = office.house.engine
    number = engine.execute(AllocateNumber(series="topic"), WORKER)["number"]
    row = {"topic_no": number, "title": "补录的议题", "unit": "education_bureau"}
    engine.execute(RegisterRecord(kind="topic", key=number, row=row, reason="补录"), WORKER)
    assert number in [each["id"] for each in office.desk("operator.gao").get("/office/topics").json["rows"]]
    assert office.desk("chief.zhao").get(f"/office/topics/{number}").status_code == 404


@pytest.mark.parametrize("path", ["topics", "topics/x", "meetings", "meetings/x", "archive", "archive/x:y"])
def test_strangers_read_no_register(office: WebOffice, path: str) -> None:
    answer = office.stranger().get(f"/office/{path}")
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_papers_are_links_where_the_reader_may_open_their_case(office: WebOffice, chain: Chain) -> None:
    desk = office.desk("mayor.liu")
    papers = {each["template"]: each for each in desk.get(f"/office/meetings/{chain.meeting_no}").json["papers"]}
    minutes = papers["minutes"]
    sha256 = minutes["files"][0]["sha256"]
    assert desk.get(f"/files/{sha256}?instance={minutes['instance_id']}").status_code == 200
    assert papers["archive_package"]["instance_id"] is None


def test_what_a_body_said_is_told_in_words(office: WebOffice, chain: Chain) -> None:
    topic = office.desk("chief.zhao").get(f"/office/topics/{chain.topic_no}").json
    opinions = {each["body"]: each for each in topic["consultations"][0]["opinions"]}

    assert opinions["housing_bureau"]["opinion_name"] == "修改后同意"
    assert opinions["finance_bureau"]["opinion_name"] == "同意"


def test_a_person_reads_their_own_notices_and_goes_on_to_what_they_are_about(office: WebOffice, chain: Chain) -> None:
    desk = office.desk("education.head")
    before = desk.get("/counts").json["notices"]
    notice = next(row for row in desk.get("/notices").json["rows"] if row["template"] == "topic_result")
    assert (notice["read"], notice["about"]) == (None, {"kind": "topic", "id": chain.topic_no})

    assert desk.post(f"/notices/{notice['id']}/read").status_code == 204

    assert desk.get("/counts").json["notices"] == before - 1
    assert notice["id"] not in {row["id"] for row in desk.get("/notices?unread=true").json["rows"]}
    assert office.desk("chief.zhao").post(f"/notices/{notice['id']}/read").status_code == 404


def test_an_archive_file_is_verified_by_those_who_watch(office: WebOffice, chain: Chain) -> None:
    address = f"/office/archive/executive_meeting:{chain.meeting_no}"
    file = office.desk("chief.zhao").get(address).json
    assert (file["state_name"], file["retention_name"]) == ("已归档", "永久")

    assert office.desk("chief.zhao").get(f"{address}/verification").json == {"problems": []}

    assert office.desk("archives.feng").get(f"{address}/verification").status_code in (403, 404)
    assert office.desk("chief.zhao").get("/office/archive/executive_meeting:none/verification").status_code == 404


def test_who_finished_a_task_without_claiming_it_is_named_in_the_history(office: WebOffice, chain: Chain) -> None:
    topic = office.desk("chief.zhao").get(f"/office/topics/{chain.topic_no}").json
    rows = office.desk("operator.gao").get(f"/instances/{topic['instance_id']}/history").json["rows"]

    proposed = next(row for row in rows if row["element_id"] == "S01_propose")

    assert (proposed["assignee"]["name"], proposed["kind_name"]) == ("金鑫", "人工任务")


def test_a_deadline_that_is_over_says_how_it_came_out(office: WebOffice, chain: Chain) -> None:
    topic = office.desk("chief.zhao").get(f"/office/topics/{chain.topic_no}").json
    rows = office.desk("operator.gao").get(f"/instances/{topic['instance_id']}/deadlines").json["rows"]

    assert {(row["light"]["state"], row["light"]["text"]) for row in rows} == {("none", "按时办结")}
    assert all("${" not in row["formula_name"] for row in rows)


def test_what_a_person_started_is_listed_without_the_cases_it_called(office: WebOffice) -> None:
    rows = office.desk("education.clerk").get("/tasks?box=started").json["rows"]

    assert [row["process"]["key"] for row in rows] == ["executive_topic"]


def test_every_case_a_session_brought_about_has_a_title(office: WebOffice) -> None:
    rows = office.desk("operator.gao").get("/instances?state=finished&limit=200").json["rows"]

    assert {row["process"]["key"] for row in rows if not row["title"]} == set()
    assert (
        office.desk("operator.gao")
        .get("/instances?state=finished&q=校舍安全改造&process=consultation_reply")
        .json["total"]
        == 3
    )
