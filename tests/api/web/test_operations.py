"""Giving back, taking back, asking one more to sign; operators' changes by hand; over the web API."""

from __future__ import annotations

import pytest

from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.values import SYSTEM
from tests.support.bpmn_builder import bpmn, chain, element, end, multi, start


def named(id, name, *children, **camunda):
    return element("userTask", id, *children, own={"name": name}, **camunda)


CLERK, HEAD = "education.clerk", "education.head"
STEPS = (
    named("draft", "起草", assignee=CLERK),
    named("check", "审核", assignee=HEAD),
    named("sign", "会签", multi(collection="${people}", element_variable="who"), assignee="${who}"),
)
CASE = bpmn(
    "paper", start(), *STEPS, end(), *chain("start", "draft", "check", "sign", "end"), history_time_to_live="P1D"
)


def deploy(office, content=CASE):
    return office.house.engine.execute(Deploy("paper", (("paper.bpmn", content),)), SYSTEM).definitions[0].id


@pytest.fixture
def case(office):
    deploy(office)
    command = StartInstance(key="paper", business_key="P-1", variables={"people": [CLERK]})
    return office.house.engine.execute(command, SYSTEM).id


def task_of(desk, name):
    (row,) = [row for row in desk.get("/tasks?box=mine").json["rows"] if row["name"] == name]
    return row["id"]


def done(office, desk, name):
    office.clock.pass_time(minutes=1)
    task = task_of(desk, name)
    assert desk.post(f"/tasks/{task}/complete", {"variables": {}}).status_code == 200
    return task


def test_a_task_is_given_back_to_who_did_the_one_before(office, case):
    clerk, head = office.desk(CLERK), office.desk(HEAD)
    done(office, clerk, "起草")
    task = task_of(head, "审核")
    (row,) = head.get(f"/tasks/{task}/returns").json["rows"]
    assert (row["name"], row["by"]["id"], row["cancels"]) == ("起草", CLERK, [])
    assert head.post(f"/tasks/{task}/return", {"to": "draft", "reason": ""}).status_code == 400
    assert clerk.post(f"/tasks/{task}/return", {"to": "draft", "reason": "x"}).status_code == 404
    assert head.post(f"/tasks/{task}/return", {"to": "draft", "reason": "请补材料"}).status_code == 204
    assert task_of(clerk, "起草")


def test_a_task_is_taken_back_until_somebody_looks(office, case):
    clerk, head = office.desk(CLERK), office.desk(HEAD)
    first = done(office, clerk, "起草")
    office.clock.pass_time(minutes=1)
    assert clerk.post(f"/tasks/{first}/withdraw", {}).status_code == 204
    office.clock.pass_time(minutes=1)
    second = done(office, clerk, "起草")
    task = task_of(head, "审核")
    version = head.get(f"/tasks/{task}").json["version"]
    assert head.post(f"/tasks/{task}/opened", {}).status_code == 204
    assert head.get(f"/tasks/{task}").json["version"] == version
    refused = clerk.post(f"/tasks/{second}/withdraw", {})
    assert refused.status_code == 409 and "已被查看" in refused.json["message"]


def test_who_signs_asks_another_to_sign(office, case):
    clerk, head = office.desk(CLERK), office.desk(HEAD)
    done(office, clerk, "起草")
    done(office, head, "审核")
    task = task_of(clerk, "会签")
    assert clerk.post(f"/tasks/{task}/co-signers", {"user_id": HEAD}).status_code == 204
    added = task_of(head, "会签")
    operator = office.desk("operator.gao")
    tree = operator.get(f"/instances/{case}/tree").json
    (body,) = tree["children"]
    gone = next(each["id"] for each in body["children"] if each["id"] != body["id"])
    removing = {"activity": gone, "reason": "出差"}
    assert clerk.post(f"/instances/{case}/co-signers/remove", removing).status_code == 403
    assert operator.post(f"/instances/{case}/co-signers/remove", removing).status_code == 204
    more = {"body": body["id"], "item": "finance.clerk", "reason": "漏了"}
    assert operator.post(f"/instances/{case}/co-signers", more).status_code == 204
    assert task_of(office.desk("finance.clerk"), "会签")
    assert added
    plain = head.post(f"/tasks/{task}/co-signers", {"user_id": HEAD})
    assert plain.status_code in (403, 404)


def test_an_operator_moves_a_case_by_hand(office, case):
    operator = office.desk("operator.gao")
    moves = [{"kind": "start_before", "target": "check"}, {"kind": "cancel", "target": "draft"}]
    assert operator.post(f"/instances/{case}/modify", {"instructions": moves}).status_code == 400
    given = {"instructions": moves, "reason": "走错了"}
    assert office.desk(CLERK).post(f"/instances/{case}/modify", given).status_code == 403
    assert operator.post(f"/instances/{case}/modify", given).status_code == 204
    assert task_of(office.desk(HEAD), "审核")
    (entry,) = [row for row in operator.get(f"/instances/{case}/log").json["rows"] if row["reason"] == "走错了"]
    assert entry["before"]["at"] == ["draft"] and entry["after"]["at"] == ["check"]


def test_cases_go_on_under_a_new_version(office, case):
    operator = office.desk("operator.gao")
    source = operator.get(f"/instances/{case}").json["definition_id"]
    target = deploy(office, CASE + b"<!-- two -->")
    assert operator.get(f"/migrations/targets?source={source}").json == {"rows": [{"id": target, "version": 2}]}
    assert operator.get("/migrations/targets?source=none").status_code == 404
    plan = operator.get(f"/migrations/plan?source={source}&target={target}").json
    assert {"from": "draft", "to": "draft"} in plan["instructions"]
    assert plan["instances"] == [{"id": case, "name": "P-1", "failures": []}] and plan["total"] == 1
    assert office.desk(CLERK).get(f"/migrations/plan?source={source}&target={target}").status_code == 403
    given = {"source": source, "target": target, "instances": [case], "reason": "新版"}
    assert operator.post("/migrations", {**given, "instances": []}).status_code == 400
    answer = operator.post("/migrations", given).json
    assert answer["total"] == 1
    assert operator.get(f"/batches/{answer['batch']}").json["rows"][0]["state"] == "open"
    assert office.desk(CLERK).get(f"/batches/{answer['batch']}").json["rows"] == []
