"""Cases: who sees them, what their pages show, mending with a reason."""

from __future__ import annotations

import pytest

from app.domain.commands.external_task import FailExternalTask, FetchAndLock, TopicRequest
from app.domain.values import Actor, Right
from tests.api.web.test_tasks import first_task, rows, write

WORKER = Actor("worker", frozenset({Right.WORKER}))


def listed(desk, query=""):
    answer = desk.get(f"/instances?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["rows"]


def stuck_case(office):
    """A case whose worker failed for good."""
    instance_id = office.start()
    task_id = write(office)
    office.desk("mayor.liu").post(f"/tasks/{task_id}/complete", {"variables": {"text": "同意", "decision": "agree"}})
    (locked,) = office.house.engine.execute(FetchAndLock("w", 1, (TopicRequest("numbering.allocate", 1000),)), WORKER)
    office.house.engine.execute(FailExternalTask(locked.task.id, "w", "编号服务没有应答", retries=0), WORKER)
    return instance_id


@pytest.mark.parametrize(
    ("user_id", "sees"),
    [
        ("education.clerk", True),  # began it
        ("education.head", True),  # supervises the unit
        ("secretary.qian", True),  # a task is offered
        ("chief.zhao", True),
        ("supervision.jiang", True),  # supervises every unit
        ("director.zhang", True),
        ("operator.gao", True),
        ("finance.head", False),
        ("finance.clerk", False),
        ("clerk.tang", False),
        ("designer.xu", False),
        ("admin.lin", False),  # keeps people, no cases
        ("mayor.liu", False),  # not yet: his task comes later
    ],
)
def test_who_sees_a_case(office, user_id, sees):
    instance_id = office.start()
    desk = office.desk(user_id)
    assert [row["id"] for row in listed(desk)] == ([instance_id] if sees else [])
    parts = ("", "/tree", "/variables", "/history", "/log", "/deadlines", "/incidents", "/papers")
    expected = 200 if sees else 404
    assert {desk.get(f"/instances/{instance_id}{part}").status_code for part in parts} == {expected}


def test_the_list_says_where_a_case_stands_and_with_whom(office):
    office.start()
    (row,) = listed(office.desk("supervision.jiang"))
    assert row["title"] == "关于校舍维修的请示"
    assert (row["unit"], row["unit_name"]) == ("education_bureau", "区教育局")
    (current,) = row["current"]
    assert current["name"] == "起草请示"
    assert [each["id"] for each in current["holders"]] == ["secretary.qian", "chief.zhao"]
    assert row["started_by"]["name"] == "金鑫"


def test_the_list_is_filtered(office):
    instance_id = office.start()
    desk = office.desk("supervision.jiang")
    hits = ("state=running", "process=request", "unit=education_bureau", "q=校舍", "from=2026-09-01T00:00:00%2B08:00")
    misses = (
        "state=finished",
        "state=suspended",
        "state=incident",
        "process=other",
        "unit=finance_bureau",
        "q=公路",
        "late=true",
        "to=2026-09-01T00:00:00%2B08:00",
        "business_key=x",
    )
    assert all([row["id"] for row in listed(desk, query)] == [instance_id] for query in hits)
    assert all(listed(desk, query) == [] for query in misses)
    assert desk.get("/instances?state=gone").status_code == 400
    assert desk.get("/instances?from=yesterday").status_code == 400
    office.clock.pass_time(days=20)
    assert listed(office.desk("supervision.jiang"), "late=true")


def test_the_page_says_why_it_waits_and_for_whom(office):
    instance_id = office.start()
    page = office.desk("supervision.jiang").get(f"/instances/{instance_id}").json
    (waiting,) = page["waiting"]
    assert waiting["why"] == "等待领取"
    assert [each["name"] for each in waiting["for"]] == ["钱雪梅", "赵明"]
    assert page["rights"] == {
        "cancel": False,
        "suspend": False,
        "activate": False,
        "urge": True,
        "variables": False,
        "mend": False,
    }
    (deadline,) = office.desk("supervision.jiang").get(f"/instances/{instance_id}/deadlines").json["rows"]
    assert deadline["deadline_id"] == "D-REVIEW"
    assert deadline["calendar_version"]


def test_history_tree_and_variables(office):
    instance_id = office.start()
    desk = office.desk("supervision.jiang")
    history = desk.get(f"/instances/{instance_id}/history").json["rows"]
    assert [row["kind"] for row in history] == ["startEvent", "userTask"]
    tree = desk.get(f"/instances/{instance_id}/tree").json
    assert [child["name"] for child in tree["children"]] == ["起草请示"]
    variables = {row["name"]: row["value"] for row in desk.get(f"/instances/{instance_id}/variables").json["rows"]}
    assert variables["unit"] == "education_bureau"


def test_operators_mend_with_a_reason_and_nobody_else(office):
    instance_id = office.start()
    operator, chief = office.desk("operator.gao"), office.desk("chief.zhao")
    path = f"/instances/{instance_id}"
    for what in ("cancel", "suspend", "activate"):
        assert chief.post(f"{path}/{what}", {"reason": "x"}).status_code == 403
        assert office.desk("finance.clerk").post(f"{path}/{what}", {"reason": "x"}).status_code == 404
        assert operator.post(f"{path}/{what}", {}).status_code == 400
    assert operator.post(f"{path}/suspend", {"reason": "核查"}).status_code == 204
    assert operator.get(path).json["state"] == "SUSPENDED"
    task_id = first_task(chief)
    held = chief.post(f"/tasks/{task_id}/claim")
    assert (held.status_code, held.json["code"]) == (409, "suspended")
    assert operator.post(f"{path}/activate", {"reason": "继续"}).status_code == 204
    body = {"changes": {"title": "新标题"}, "deletions": [], "reason": "更正"}
    assert operator.put(f"{path}/variables", body).status_code == 204
    assert chief.put(f"{path}/variables", body).status_code == 403
    assert rows(chief, "groups")[0]["title"] == "新标题"
    assert operator.post(f"{path}/cancel", {"reason": "重复"}).status_code == 204
    assert rows(chief, "groups") == []
    ended = operator.get(path).json
    assert (ended["state"], ended["end_reason"]) == ("EXTERNALLY_TERMINATED", "重复")
    assert operator.get(f"{path}/tree").json == []
    log = operator.get(f"{path}/log").json["rows"]
    assert {row["reason"] for row in log} >= {"核查", "继续", "更正", "重复"}


def test_urging_a_case_reminds_everybody_it_waits_for(office):
    instance_id = office.start()
    desk = office.desk("education.head")
    key = {"Idempotency-Key": "fedcba9876543210"}
    assert desk.post(f"/instances/{instance_id}/urge", {"note": "请抓紧"}, headers=key).status_code == 204
    assert desk.post(f"/instances/{instance_id}/urge", {"note": "请抓紧"}, headers=key).status_code == 204
    log = desk.get(f"/instances/{instance_id}/log").json["rows"]
    assert [row["operation"] for row in log].count("Urge") == 1
    assert office.desk("finance.head").post(f"/instances/{instance_id}/urge", {"note": "x"}).status_code == 404


def test_what_is_stuck_is_shown_and_tried_again(office):
    instance_id = stuck_case(office)
    operator = office.desk("operator.gao")
    page = operator.get(f"/instances/{instance_id}").json
    assert page["incidents"] == 1
    assert page["incident_elements"] == ["S03_number"]
    assert "编号服务没有应答" in page["waiting"][0]["why"]
    (incident,) = operator.get(f"/instances/{instance_id}/incidents").json["rows"]
    assert incident["kind"] == "failedExternalTask"
    assert [row["id"] for row in listed(operator, "state=incident")] == [instance_id]
    assert operator.get("/counts").json["incidents"] == 1
    statistics = operator.get(f"/definitions/{page['definition_id']}/activity").json
    assert statistics["S03_number"]["incidents"] == 1

    retry = f"/incidents/{incident['id']}/retry"
    assert office.desk("director.zhang").post(retry, {"reason": "再试"}).status_code == 403
    assert office.desk("finance.clerk").post(retry, {"reason": "再试"}).status_code == 404
    assert operator.post(retry, {}).status_code == 400
    assert operator.post(retry, {"reason": "再试"}).status_code == 204
    assert operator.get(f"/instances/{instance_id}").json["incidents"] == 0
    assert operator.post(retry, {"reason": "再试"}).status_code == 404


def test_diagrams_are_for_everybody_in_the_house(office):
    instance_id = office.start()
    definition = office.desk("operator.gao").get(f"/instances/{instance_id}").json["definition_id"]
    assert "<bpmn:" in office.desk("finance.clerk").get(f"/definitions/{definition}/xml").json["xml"]
    assert office.desk("finance.clerk").get("/definitions/none/xml").status_code == 404
    assert office.stranger().get(f"/definitions/{definition}/xml").status_code == 401
