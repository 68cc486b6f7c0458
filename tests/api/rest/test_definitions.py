"""Process definitions, starting, and decisions."""

from __future__ import annotations

import json

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import bpmn, chain, end, exclusive, flow, start, user

ORDER = bpmn("order", start("s", form_ref="f"), user("a"), end("e"), *chain("s", "a", "e"), name="订单")
PLAIN = bpmn("plain", start("s"), user("a"), end("e"), *chain("s", "a", "e"))
FAILING = bpmn("failing", start("s"), exclusive("x"), end("e"), *chain("s", "x"), flow("x", "e", "${missing > 1}"))
FORM = {
    "id": "f",
    "type": "default",
    "components": [
        {"type": "number", "key": "amount", "label": "金额", "validate": {"required": True, "max": 10}},
        {"type": "textfield", "key": "title", "label": "标题"},
    ],
}
DISH = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://banli/test">
<decision id="dish" name="Dish"><decisionTable id="t" hitPolicy="COLLECT">
<input id="i"><inputExpression id="ie" typeRef="number"><text>guests</text></inputExpression></input>
<output id="o" name="dish" typeRef="string"/>
<rule id="r1"><inputEntry id="c1"><text>&gt; 3</text></inputEntry>
<outputEntry id="o1"><text>"stew"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c2"><text>&gt; 1</text></inputEntry>
<outputEntry id="o2"><text>"soup"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


@pytest.fixture
def deployed(rest: Rest) -> Rest:
    rest.deploy(ORDER, PLAIN, FAILING, forms={"f.form": json.dumps(FORM).encode()})
    return rest


def test_definitions_are_found_by_id_key_and_tenant(deployed: Rest) -> None:
    rest = deployed
    by_key = rest.get("/process-definition/key/order")
    assert (by_key["name"], by_key["version"], by_key["resource"]) == ("订单", 1, "r0.bpmn")
    assert rest.get(f"/process-definition/{by_key['id']}") == by_key
    assert rest.get(f"/process-definition/{by_key['id'].replace(':', '%3A')}") == by_key
    assert rest.get("/process-definition/key/order/tenant-id/t") == by_key
    missing = rest.get("/process-definition/key/none", 404)
    assert missing["message"] == "No matching process definition with key: none and no tenant-id"
    assert "bpmn20Xml" in rest.get("/process-definition/key/order/xml")
    rest.get("/process-definition/key/order/diagram", 404)


def test_lists_know_versions(deployed: Rest) -> None:
    rest = deployed
    rest.deploy(PLAIN.replace(b'id="a"', b'id="a" name="x"'))
    assert [d["version"] for d in rest.get("/process-definition", key="plain")] == [2, 1]
    assert rest.get("/process-definition/count", latestVersion="true") == {"count": 3}
    assert rest.get("/process-definition/count", latestVersion="false") == {"count": 4}
    found = rest.get("/process-definition", keysIn="plain,order", sortBy="version", sortOrder="desc", maxResults=1)
    assert [d["version"] for d in found] == [2]
    rest.get("/process-definition", 400, startableBy="li")


def test_a_start_answers_the_instance(deployed: Rest) -> None:
    body = {
        "businessKey": "b",
        "variables": {"a": {"value": 1}, "t": {"value": "x", "type": "string"}},
        "withVariablesInReturn": True,
        "caseInstanceId": None,
        "startInstructions": None,
    }
    started = deployed.post("/process-definition/key/plain/start", body)
    assert list(started) == [
        "links", "id", "definitionId", "businessKey", "caseInstanceId", "ended", "suspended", "tenantId",
        "definitionKey", "variables",
    ]  # fmt: skip
    assert (started["businessKey"], started["ended"], started["suspended"]) == ("b", False, False)
    assert started["variables"]["a"] == {"type": "Integer", "value": 1, "valueInfo": {}}
    assert "variables" not in deployed.post("/process-definition/key/plain/start", {})


def test_starts_fail_as_camundas_do(deployed: Rest) -> None:
    rest = deployed
    assert rest.post("/process-definition/key/none/start", {}, 404) == {
        "type": "RestException",
        "message": "No matching process definition with key: none and no tenant-id",
        "code": None,
    }
    unknown = rest.post("/process-definition/none:1:x/start", {}, 500)
    assert unknown["type"] == "RestException"
    assert unknown["message"].startswith("Cannot instantiate process definition none:1:x: ")
    failing = rest.post("/process-definition/key/failing/start", {}, 500)
    assert failing["type"] == "RestException" and "Cannot instantiate" in failing["message"]
    rest.put("/process-definition/key/plain/suspended", {"suspended": True})
    assert rest.post("/process-definition/key/plain/start", {}, 500)["type"] == "RestException"
    assert rest.get("/process-definition/count", suspended="true") == {"count": 1}
    rest.put("/process-definition/suspended", {"suspended": False, "processDefinitionKey": "plain"})
    rest.post("/process-definition/key/plain/start", {})
    rest.post("/process-definition/key/plain/start", {"startInstructions": [{"type": "startBeforeActivity"}]}, 400)
    rest.put("/process-definition/key/plain/suspended", {}, 400)


def test_the_start_form_is_shown_and_checked(deployed: Rest) -> None:
    rest = deployed
    shown = rest.get("/process-definition/key/order/startForm")
    assert shown == {
        "key": None,
        "camundaFormRef": {"key": "f", "binding": "latest", "version": None},
        "contextPath": None,
    }
    assert rest.get("/process-definition/key/order/deployed-start-form")["components"] == FORM["components"]
    assert rest.get("/process-definition/key/order/form-variables") == {}
    rest.get("/process-definition/key/plain/deployed-start-form", 404)
    rest.get("/process-definition/key/order/rendered-form", 400)
    wrong = {"variables": {"amount": {"value": 11}}}
    assert "amount" in rest.post("/process-definition/key/order/submit-form", wrong, 400)["message"]
    rest.post("/process-definition/key/order/submit-form", {"variables": {"amount": {"value": 9}}})
    rest.post("/process-definition/key/order/start", wrong)


def test_statistics_count_what_runs(deployed: Rest) -> None:
    rest = deployed
    rest.start("plain")
    (row,) = rest.get("/process-definition/key/plain/statistics", failedJobs="true", incidents="true")
    assert (row["id"], row["instances"], row["failedJobs"], row["incidents"]) == ("a", 1, 0, [])
    by_key = {row["definition"]["key"]: row["instances"] for row in rest.get("/process-definition/statistics")}
    assert by_key == {"order": 0, "plain": 1, "failing": 0}


def test_time_to_live_may_be_set_and_is_never_required(deployed: Rest) -> None:
    rest = deployed
    assert rest.get("/process-definition/key/plain")["historyTimeToLive"] is None
    rest.put("/process-definition/key/plain/history-time-to-live", {"historyTimeToLive": 5})
    assert rest.get("/process-definition/key/plain")["historyTimeToLive"] == 5


def test_a_version_is_removed_and_the_one_before_is_the_latest_again(deployed: Rest) -> None:
    rest = deployed
    instance = rest.start("plain")
    rest.deploy(PLAIN.replace(b'id="a"', b'id="a" name="x"'))
    rest.delete(f"/process-definition/{rest.get('/process-definition/key/plain')['id']}")
    assert rest.get("/process-definition/key/plain")["version"] == 1
    rest.start("plain")
    assert rest.delete("/process-definition/key/plain", 500)["type"] == "ProcessEngineException"
    rest.delete("/process-definition/key/plain", cascade="true")
    rest.get("/process-definition/key/plain", 404)
    rest.get(f"/history/process-instance/{instance}", 404)
    rest.delete("/process-definition/key/plain", 404)


def test_a_decision_answers_one_object_per_matched_rule(rest: Rest) -> None:
    made = rest.deploy(DISH)
    (definition,) = made["deployedDecisionDefinitions"].values()
    assert list(definition) == [
        "id", "key", "category", "name", "version", "resource", "deploymentId", "decisionRequirementsDefinitionId",
        "decisionRequirementsDefinitionKey", "tenantId", "versionTag", "historyTimeToLive",
    ]  # fmt: skip
    assert rest.get("/decision-definition", latestVersion="true") == [definition]
    assert "dmnXml" in rest.get("/decision-definition/key/dish/xml")
    body = {"variables": {"guests": {"value": 5}}}
    assert rest.post("/decision-definition/key/dish/evaluate", body) == [
        {"dish": {"type": "String", "value": "stew", "valueInfo": {}}},
        {"dish": {"type": "String", "value": "soup", "valueInfo": {}}},
    ]
    rest.get("/decision-definition/key/none", 404)
