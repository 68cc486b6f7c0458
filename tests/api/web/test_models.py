"""The designer's desk."""

from __future__ import annotations

import pytest

from tests.support import bpmn_builder as b
from tests.support.web_office import REQUEST

BETTER = REQUEST.replace("起草请示".encode(), "起草和校对请示".encode())
BROKEN = b.bpmn("request", b.start(), b.boundary("late", "nothing", b.timer(duration="PT1H")), b.end())


def deploy(desk, content, name="request.bpmn", **more):
    resources = [{"name": name, "content": content.decode()}]
    return desk.post("/models/deploy", {"name": "请示件", "note": "改进", "resources": resources, **more})


def test_models_are_listed_with_what_runs_on_them(office):
    office.start()
    desk = office.desk("designer.xu")
    rows = {(row["kind"], row["key"]): row for row in desk.get("/models").json}
    row = rows["process", "request"]
    assert (row["name"], row["version"], row["running"], row["note"]) == ("请示件", 1, 1, "first")
    assert {("form", "f_write"), ("decision", "deadlines")} <= rows.keys()


def test_a_deployment_is_the_next_version_and_old_cases_stay(office):
    office.start()
    desk = office.desk("designer.xu")
    answer = deploy(desk, BETTER)
    assert answer.status_code == 200, answer.json
    assert [(each["key"], each["version"]) for each in answer.json["definitions"]] == [("request", 2)]
    versions = desk.get("/models/process/request/versions").json
    assert [(row["version"], row["running"]) for row in versions] == [(2, 0), (1, 1)]
    assert versions[0]["deployed_by"]["id"] == "designer.xu"
    assert "起草和校对请示" in desk.get("/models/process/request").json["content"]
    assert "起草和校对请示" not in desk.get("/models/process/request?version=1").json["content"]


def test_going_back_deploys_the_older_content_again(office):
    desk = office.desk("designer.xu")
    deploy(desk, BETTER)
    answer = desk.post("/models/process/request/rollback", {"version": 1, "note": "回退"})
    assert answer.json["definitions"][0]["version"] == 3
    newest = desk.get("/models/process/request").json
    assert newest["content"] == REQUEST.decode()
    assert desk.post("/models/process/request/rollback", {"version": 9, "note": "x"}).status_code == 404
    assert desk.post("/models/process/request/rollback", {"note": "x"}).status_code == 400


def test_a_dry_run_names_the_element_and_changes_nothing(office):
    desk = office.desk("designer.xu")
    resources = [{"name": "request.bpmn", "content": BROKEN.decode()}]
    answer = desk.post("/models/check", {"resources": resources})
    assert answer.status_code == 200
    problem = next(each for each in answer.json["problems"] if each["element_id"] == "late")
    assert (problem["severity"], problem["line"] is not None) == ("error", True)
    for content in ("<", "<a/>", "", "<!DOCTYPE a><a/>"):
        broken = desk.post("/models/check", {"resources": [{"name": "x.bpmn", "content": content}]})
        assert broken.status_code in (200, 400), content
    assert len(desk.get("/models/process/request/versions").json) == 1


def test_a_broken_diagram_is_refused_as_a_whole(office):
    desk = office.desk("designer.xu")
    answer = deploy(desk, BROKEN)
    assert (answer.status_code, answer.json["code"]) == (422, "definition_invalid")
    assert "late" in {each["element_id"] for each in answer.json["problems"]}
    assert len(desk.get("/models/process/request/versions").json) == 1


@pytest.mark.parametrize("user_id", ["chief.zhao", "operator.gao"])
def test_others_neither_read_models_nor_deploy(office, user_id):
    desk = office.desk(user_id)
    assert deploy(desk, BETTER).status_code == 403
    for path in ("/models", "/models/process/request", "/models/process/request/versions", "/references"):
        assert desk.get(path).status_code == 403
    assert desk.post("/models/process/request/rollback", {"version": 1, "note": "x"}).status_code == 403
    resources = [{"name": "request.bpmn", "content": REQUEST.decode()}]
    assert desk.post("/models/check", {"resources": resources}).status_code == 403


def test_bad_requests_are_refused(office):
    desk = office.desk("designer.xu")
    good = {"name": "request.bpmn", "content": REQUEST.decode()}
    for body in (
        {"name": "x", "note": "y", "resources": []},
        {"name": "x", "resources": [good]},
        {"name": "x", "note": "y", "resources": [{**good, "more": 1}]},
        {"name": "x", "note": "y", "resources": ["request.bpmn"]},
        {"name": "x", "note": "y", "resources": [good], "force": True},
    ):
        assert desk.post("/models/deploy", body).status_code == 400, body
    assert desk.get("/models/diagram/request").status_code == 400
    assert desk.get("/models/process/none").status_code == 404


def test_editors_are_offered_the_names_in_use(office):
    names = office.desk("designer.xu").get("/references").json
    assert {"key": "f_write", "name": "f_write"} in names["forms"]
    assert "numbering.allocate" in names["topics"]
    assert "D-REVIEW" in names["deadlines"]
    assert {"id": "mayor", "name": "区长"} in names["groups"]


def test_a_diagram_takes_along_the_forms_it_binds_to_its_own_deployment(office):
    bound = REQUEST.replace(b'formRefBinding="latest"', b'formRefBinding="deployment"')
    assert bound != REQUEST
    desk = office.desk("designer.xu")
    problems = desk.post("/models/check", {"resources": [{"name": "request.bpmn", "content": bound.decode()}]}).json
    assert problems == {"problems": []}
    definitions = deploy(desk, bound).json["definitions"]
    assert {(each["kind"], each["key"]) for each in definitions} >= {("process", "request"), ("form", "f_write")}
