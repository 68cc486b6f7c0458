"""The clerk's desk: lists, the task page, claiming, completing, drafts, starting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.commands.identity import AddAbsence
from app.domain.people import AbsenceKind
from tests.support.identity_desk import ADMIN


def rows(desk, box, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    answer = desk.get(f"/tasks?box={box}&{text}")
    assert answer.status_code == 200, answer.json
    return answer.json["rows"]


def first_task(desk, box="groups"):
    return rows(desk, box)[0]["id"]


def write(office, user_id="secretary.qian"):
    """The first step is done; returns the id of the mayor's task."""
    desk = office.desk(user_id)
    done = desk.post(f"/tasks/{first_task(desk)}/complete", {"variables": {"text": "正文"}})
    assert done.status_code == 200, done.json
    return rows(office.desk("mayor.liu"), "groups")[0]["id"]


def test_an_offered_task_is_seen_by_its_candidates_only(office):
    instance_id = office.start()
    (row,) = rows(office.desk("secretary.qian"), "groups")
    assert row["instance_id"] == instance_id
    assert row["name"] == "起草请示"
    assert row["process"] == {"key": "request", "name": "请示件"}
    assert row["title"] == "关于校舍维修的请示"
    assert row["assignee"] is None
    assert row["light"]["state"] in ("green", "yellow")
    assert [each["id"] for each in row["candidates"]] == ["office_secretary", "secretariat_chief"]
    assert rows(office.desk("chief.zhao"), "groups")
    for user_id in ("mayor.liu", "education.clerk", "finance.head", "admin.lin", "designer.xu"):
        desk = office.desk(user_id)
        assert rows(desk, "groups") == []
        assert desk.get(f"/tasks/{row['id']}").status_code == 404


def test_the_task_page_has_form_deadline_and_rights(office):
    office.start()
    desk = office.desk("secretary.qian")
    task = desk.get(f"/tasks/{first_task(desk)}").json
    assert [each["key"] for each in task["form"]["schema"]["components"]] == ["text", "files"]
    assert task["form"]["data"] == {"unit": "education_bureau"}, "what a condition names is there, and nothing else"
    assert task["form"]["draft"] is None
    assert task["deadline"]["deadline_id"] == "D-REVIEW"
    assert task["deadline"]["due"] == task["due"]
    assert task["element_id"] == "S01_write"
    assert task["rights"] == {"claim": True, "unclaim": False, "complete": True, "urge": False, "reassign": False}
    assert desk.get(f"/definitions/{task['definition_id']}/xml").status_code in (200, 404)


def test_claiming_takes_it_from_the_others_and_giving_back_offers_it_again(office):
    office.start()
    qian, zhao = office.desk("secretary.qian"), office.desk("chief.zhao")
    task_id = first_task(qian)
    assert qian.post(f"/tasks/{task_id}/claim").status_code == 204
    assert rows(zhao, "groups") == []
    assert [row["id"] for row in rows(qian, "mine")] == [task_id]
    late = zhao.post(f"/tasks/{task_id}/claim")
    assert (late.status_code, late.json["code"]) == (409, "already_claimed")
    assert zhao.post(f"/tasks/{task_id}/complete", {"variables": {"text": "x"}}).status_code == 409
    assert qian.post(f"/tasks/{task_id}/unclaim").status_code == 204
    assert rows(zhao, "groups")


def test_completing_moves_the_case_on_and_is_kept_under_done(office):
    office.start()
    desk = office.desk("secretary.qian")
    task_id = first_task(desk)
    answer = desk.post(f"/tasks/{task_id}/complete", {"variables": {"text": "正文"}})
    assert (answer.status_code, answer.json["next_tasks"]) == (200, [])
    (done,) = rows(desk, "done")
    assert (done["id"], done["ended"] is not None) == (task_id, True)
    assert [row["name"] for row in rows(office.desk("mayor.liu"), "groups")] == ["区长签批"]
    assert desk.get(f"/tasks/{task_id}").status_code == 404


def test_the_server_checks_the_form_again(office):
    office.start()
    desk = office.desk("secretary.qian")
    task_id = first_task(desk)
    for variables in ({}, {"text": ""}, {"text": 7}, {"text": "ok", "files": "none"}):
        answer = desk.post(f"/tasks/{task_id}/complete", {"variables": variables})
        assert (answer.status_code, answer.json["code"]) == (400, "invalid_input"), variables
        assert answer.json["fields"][0]["field"] in ("text", "files")
    assert desk.post(f"/tasks/{task_id}/complete", {"values": {}}).status_code == 400
    assert len(rows(desk, "groups")) == 1


def test_a_task_that_changed_meanwhile_is_not_completed_blindly(office):
    office.start()
    desk = office.desk("secretary.qian")
    task = desk.get(f"/tasks/{first_task(desk)}").json
    office.desk("chief.zhao").post(f"/tasks/{task['id']}/claim")
    office.desk("chief.zhao").post(f"/tasks/{task['id']}/unclaim")
    body = {"variables": {"text": "正文"}, "version": task["version"]}
    answer = desk.post(f"/tasks/{task['id']}/complete", body)
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")


def test_the_same_call_twice_happens_once(office):
    office.start()
    desk = office.desk("secretary.qian")
    task_id, key = first_task(desk), {"Idempotency-Key": "0123456789abcdef"}
    body = {"variables": {"text": "正文"}}
    first = desk.post(f"/tasks/{task_id}/complete", body, headers=key)
    again = desk.post(f"/tasks/{task_id}/complete", body, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    other = desk.post(f"/tasks/{task_id}/complete", {"variables": {"text": "别的"}}, headers=key)
    assert other.status_code == 400
    assert len(rows(office.desk("mayor.liu"), "groups")) == 1
    assert desk.post(f"/tasks/{task_id}/claim", headers={"Idempotency-Key": "short"}).status_code == 400


def test_a_draft_is_ones_own(office):
    office.start()
    desk = office.desk("secretary.qian")
    task_id = first_task(desk)
    assert desk.post(f"/tasks/{task_id}/draft", {"values": {"text": "半句"}}).status_code == 204
    assert desk.get(f"/tasks/{task_id}").json["form"]["draft"] == {"text": "半句"}
    assert office.desk("chief.zhao").get(f"/tasks/{task_id}").json["form"]["draft"] is None
    assert office.desk("finance.clerk").post(f"/tasks/{task_id}/draft", {"values": {}}).status_code == 404


def test_a_stand_in_sees_at_once_and_acts_in_the_name_of_the_absent(office):
    office.start()
    task_id = write(office)
    edm = office.desk("edm.chen")
    assert rows(edm, "groups") == []
    assert edm.get(f"/tasks/{task_id}").status_code == 404
    now = office.clock.now()
    office.house.engine.execute(AddAbsence("mayor.liu", now, now + timedelta(days=1), AbsenceKind.TRAVEL), ADMIN)
    (row,) = rows(edm, "groups")
    assert row["stand_in_for"]["name"] == "刘建国"
    task = edm.get(f"/tasks/{task_id}").json
    assert task["on_behalf_of"]["id"] == "mayor.liu"
    assert task["rights"]["complete"] is True
    variables = {"text": "同意", "decision": "agree"}
    assert edm.post(f"/tasks/{task_id}/complete", {"variables": variables}).status_code == 200
    (log,) = [
        row
        for row in office.desk("operator.gao").get(f"/instances/{task['instance_id']}/log").json["rows"]
        if row["operation"] == "Complete" and row["entity_id"] == task_id
    ]
    assert (log["actor"]["id"], log["on_behalf_of"]["id"]) == ("edm.chen", "mayor.liu")
    assert log["after"]["basis"] == "DEP-1"


def test_a_claimed_task_of_the_absent_is_seen_by_the_stand_in(office):
    office.start()
    task_id = write(office)
    assert office.desk("mayor.liu").post(f"/tasks/{task_id}/claim").status_code == 204
    now = office.clock.now()
    office.house.engine.execute(AddAbsence("mayor.liu", now, now + timedelta(days=1), AbsenceKind.TRAVEL), ADMIN)
    (row,) = rows(office.desk("edm.chen"), "mine")
    assert (row["id"], row["stand_in_for"]["id"]) == (task_id, "mayor.liu")
    office.clock.pass_time(days=1)
    assert rows(office.desk("edm.chen"), "mine") == []


def test_urging_and_reassigning_have_their_rights(office):
    office.start()
    task_id = first_task(office.desk("secretary.qian"))
    chief, operator = office.desk("education.head"), office.desk("operator.gao")
    assert chief.post(f"/tasks/{task_id}/urge", {"note": "请抓紧"}).status_code == 204
    assert chief.post(f"/tasks/{task_id}/urge", {"note": " "}).status_code == 400
    assert office.desk("finance.head").post(f"/tasks/{task_id}/urge", {"note": "x"}).status_code == 404
    body = {"user_id": "clerk.tang", "reason": "钱雪梅外出"}
    assert office.desk("chief.zhao").post(f"/tasks/{task_id}/assign", body).status_code == 403
    assert operator.post(f"/tasks/{task_id}/assign", {"user_id": "clerk.tang"}).status_code == 400
    assert operator.post(f"/tasks/{task_id}/assign", body).status_code == 204
    assert [row["id"] for row in rows(office.desk("clerk.tang"), "mine")] == [task_id]


def test_lists_are_paged_searched_and_ordered(office):
    for number in range(3):
        office.start(title=f"第{number}号请示")
        office.clock.pass_time(minutes=1)
    desk = office.desk("secretary.qian")
    page = desk.get("/tasks?box=groups&limit=2&sort=created").json
    assert [row["title"] for row in page["rows"]] == ["第2号请示", "第1号请示"]
    assert page["total"] == 3
    rest = desk.get(f"/tasks?box=groups&limit=2&sort=created&cursor={page['next']}").json
    assert [row["title"] for row in rest["rows"]] == ["第0号请示"]
    assert rest["next"] is None
    assert [row["title"] for row in rows(desk, "groups", q="第1号")] == ["第1号请示"]
    assert rows(desk, "groups", process="other") == []


@pytest.mark.parametrize("query", ["box=none", "sort=name", "limit=0", "limit=1000", "limit=x", "what=1", "cursor=x"])
def test_bad_arguments_are_refused(office, query):
    answer = office.desk("secretary.qian").get(f"/tasks?{query}")
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_input")


def test_what_i_started_shows_where_it_stands(office):
    office.start()
    (row,) = rows(office.desk("education.clerk"), "started")
    assert (row["current"], row["state"]) == (["起草请示"], "ACTIVE")
    assert rows(office.desk("finance.clerk"), "started") == []


def test_starting_by_form(office):
    desk = office.desk("education.clerk")
    assert [each["key"] for each in desk.get("/startable").json] == ["request"]
    form = desk.get("/startable/request/form").json
    assert [each["key"] for each in form["schema"]["components"]] == ["title", "unit"]
    wrong = desk.post("/startable/request", {"variables": {"title": "x"}})
    assert (wrong.status_code, wrong.json["fields"][0]["field"]) == (400, "unit")
    body = {"variables": {"title": "x", "unit": "education_bureau"}, "business_key": "请示-1"}
    assert desk.post("/startable/request", body).json["business_key"] == "请示-1"
    assert desk.get("/startable/nothing/form").status_code == 404
    assert desk.post("/startable/nothing", {}).status_code == 404
    assert desk.get("/processes").json == [{"key": "request", "name": "请示件"}]


def test_the_menu_counts_what_waits(office):
    office.start()
    assert office.desk("secretary.qian").get("/counts").json == {
        "mine": 0,
        "groups": 1,
        "overdue": 0,
        "incidents": 0,
        "notices": 0,
    }
    office.clock.pass_time(days=20)
    assert office.desk("secretary.qian").get("/counts").json["overdue"] == 1
    (row,) = rows(office.desk("secretary.qian"), "groups")
    assert row["light"]["state"] == "red"
    assert "逾期" in row["light"]["text"]


def test_pickers_search_the_office(office):
    desk = office.desk("education.clerk")
    found = desk.get("/pick/people?q=副区长&group=gov_leader").json
    assert {row["value"] for row in found} == {"edm.chen", "dm.zhou", "dm.wang", "dm.he"}
    assert desk.get("/pick/people?id=mayor.liu&id=nobody").json == [
        {"value": "mayor.liu", "label": "刘建国", "hint": "区长"},
        {"value": "nobody", "label": "nobody", "hint": ""},
    ]
    bureaus = desk.get("/pick/groups?scope=district_dept&q=财政").json
    assert [row["value"] for row in bureaus] == ["finance_bureau"]
    assert "cppcc" not in {row["value"] for row in desk.get("/pick/groups?scope=district_dept").json}
    assert desk.get("/pick/groups?id=mayor").json[0]["label"] == "区长"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/tasks"),
        ("GET", "/tasks/x"),
        ("POST", "/tasks/x/claim"),
        ("POST", "/tasks/x/complete"),
        ("GET", "/startable"),
        ("POST", "/startable/request"),
        ("GET", "/pick/people"),
        ("GET", "/processes"),
    ],
)
def test_strangers_are_told_to_sign_in(office, method, path):
    answer = office.stranger().send(method, path)
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
