"""Process instances, their tree and their variables."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import bpmn, chain, end, exclusive, flow, start, sub, task, user

CASE = bpmn(
    "case",
    start("s"),
    sub("part", start("ps"), user("inner"), end("pe"), *chain("ps", "inner", "pe")),
    task("later", async_before=True),
    end("e"),
    *chain("s", "part", "later", "e"),
)


@pytest.fixture
def case(rest: Rest) -> str:
    rest.deploy(CASE)
    return rest.start("case", "b-1", amount=3)


def test_the_tree_shows_scopes_activities_and_transitions(rest: Rest, case: str) -> None:
    root = rest.get(f"/process-instance/{case}/activity-instances")
    assert list(root) == [
        "id", "parentActivityInstanceId", "activityId", "activityName", "name", "activityType", "processInstanceId",
        "processDefinitionId", "executionIds", "incidentIds", "incidents", "childActivityInstances",
        "childTransitionInstances",
    ]  # fmt: skip
    assert (root["id"], root["parentActivityInstanceId"]) == (case, None)
    assert root["activityId"] == root["processDefinitionId"]
    (part,) = root["childActivityInstances"]
    (inner,) = part["childActivityInstances"]
    assert (part["activityType"], inner["activityType"]) == ("subProcess", "userTask")
    assert part["id"].startswith("part:") and inner["parentActivityInstanceId"] == part["id"]
    rest.post(f"/task/{rest.task(case)['id']}/complete", {}, 204)
    root = rest.get(f"/process-instance/{case}/activity-instances")
    (transition,) = root["childTransitionInstances"]
    assert root["childActivityInstances"] == []
    assert list(transition) == [
        "id", "parentActivityInstanceId", "activityId", "activityName", "name", "activityType", "processInstanceId",
        "processDefinitionId", "executionId", "incidentIds", "incidents",
    ]  # fmt: skip
    rest.get("/process-instance/none/activity-instances", 404)


def test_instances_are_listed_suspended_and_cancelled(rest: Rest, case: str) -> None:
    other = rest.start("case", "b-2", amount=9)
    assert rest.get("/process-instance/count") == {"count": 2}
    assert [i["id"] for i in rest.get("/process-instance", businessKey="b-2")] == [other]
    body: dict[str, Any] = {
        "variables": [{"name": "amount", "operator": "gteq", "value": 9}],
        "processDefinitionKey": "case",
    }
    assert [i["id"] for i in rest.post("/process-instance", body)] == [other]
    assert rest.get("/process-instance/count", activityIdIn="inner") == {"count": 2}
    assert rest.get("/process-instance/count", caseInstanceId="x") == {"count": 0}
    rest.put(f"/process-instance/{case}/suspended", {"suspended": True})
    assert rest.get(f"/process-instance/{case}")["suspended"] is True
    assert rest.get("/process-instance/count", suspended="true") == {"count": 1}
    refused = rest.post(f"/task/{rest.task(case)['id']}/complete", {}, 500)
    assert refused["type"] == "RestException"
    rest.put(f"/process-instance/{case}/suspended", {"suspended": False})
    rest.delete(f"/process-instance/{case}", skipCustomListeners="true", skipIoMappings="true")
    assert rest.get(f"/process-instance/{case}", 404)["message"] == f"Process instance with id {case} does not exist"
    rest.delete(f"/process-instance/{case}", 404)
    rest.delete(f"/process-instance/{case}", failIfNotExists="false")
    assert rest.get(f"/history/process-instance/{case}")["state"] == "EXTERNALLY_TERMINATED"


VALUES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"value": 1}, {"type": "Integer", "value": 1}),
    ({"value": 2**31}, {"type": "Long", "value": 2**31}),
    ({"value": 1.5}, {"type": "Double", "value": 1.5}),
    ({"value": True}, {"type": "Boolean", "value": True}),
    ({"value": None}, {"type": "Null", "value": None}),
    ({"value": "字"}, {"type": "String", "value": "字"}),
    ({"value": "7", "type": "integer"}, {"type": "Integer", "value": 7}),
    ({"value": 7, "type": "Short"}, {"type": "Short", "value": 7}),
    ({"value": 7, "type": "double"}, {"type": "Double", "value": 7.0}),
    ({"value": '{"b":1,"a":[2]}', "type": "Json"}, {"type": "Json", "value": '{"b":1,"a":[2]}'}),
    ({"value": "<a/>", "type": "Xml"}, {"type": "Xml", "value": "<a/>"}),
    ({"value": None, "type": "String", "valueInfo": None}, {"type": "String", "value": None}),
    (
        {"value": "2026-01-01T10:00:00.123+0800", "type": "date"},
        {"type": "Date", "value": "2026-01-01T02:00:00.123+0000"},
    ),
    (
        {"value": "2026-01-01T10:00:00.000+02:00", "type": "Date"},
        {"type": "Date", "value": "2026-01-01T08:00:00.000+0000"},
    ),
]


def test_values_keep_type_and_value(rest: Rest, case: str) -> None:
    for given, shown in VALUES:
        rest.put(f"/process-instance/{case}/variables/v", given)
        answer = rest.get(f"/process-instance/{case}/variables/v")
        assert answer == {**shown, "valueInfo": {}}, given
        assert list(answer) == ["type", "value", "valueInfo"]
        assert rest.get(f"/process-instance/{case}/variables")["v"] == answer


WRONG: list[dict[str, Any]] = [
    {"value": "x", "type": "Integer"},
    {"value": 2**31, "type": "Integer"},
    {"value": 1.5, "type": "Long"},
    {"value": "maybe", "type": "Boolean"},
    {"value": "2026-01-01", "type": "Date"},
    {"value": "2026-13-01T10:00:00.000+0000", "type": "Date"},
    {"value": "{", "type": "Json"},
    {"value": "[NaN]", "type": "Json"},
    {"value": 1, "type": "Strange"},
    {"value": "x", "type": 5},
    {"value": "!", "type": "Bytes"},
    {"value": "x", "type": "File"},
    {"value": "!", "type": "File", "valueInfo": {"filename": "f"}},
    {"value": "{", "type": "Object", "valueInfo": {"serializationDataFormat": "application/json"}},
    {"value": "x", "type": "Object", "valueInfo": {"serializationDataFormat": "application/xml"}},
]


def test_a_value_that_does_not_fit_its_type_is_a_400(rest: Rest, case: str) -> None:
    for given in WRONG:
        error = rest.put(f"/process-instance/{case}/variables/v", given, 400)
        assert error["type"] == "InvalidRequestException", given
        rest.get(f"/process-instance/{case}/variables/v", 404)


def test_objects_come_as_text_or_decoded_and_never_as_java(rest: Rest, case: str) -> None:
    path = f"/process-instance/{case}/variables/o"
    rest.put(path, {"value": {"a": [1]}})
    info = {"objectTypeName": "java.util.LinkedHashMap", "serializationDataFormat": "application/json"}
    assert rest.get(path) == {"type": "Object", "value": {"a": [1]}, "valueInfo": info}
    assert json.loads(rest.get(path, deserializeValue="false")["value"]) == {"a": [1]}
    java = {
        "value": "rO0ABQ==",
        "type": "Object",
        "valueInfo": {"serializationDataFormat": "application/x-java-serialized-object"},
    }
    refused = rest.put(path, java, 500)
    assert refused["type"] == "ProcessEngineException"
    assert "Java serialization format is prohibited" in refused["message"]


def test_files_go_in_as_base64_or_upload_and_come_out_as_downloads(rest: Rest, case: str) -> None:
    base = f"/process-instance/{case}/variables"
    info = {"filename": "a b.txt", "mimetype": "text/html", "encoding": "utf-8"}
    content = base64.b64encode(b"<script>").decode()
    rest.post(base, {"modifications": {"f": {"value": content, "type": "File", "valueInfo": info}}}, 204)
    assert rest.get(f"{base}/f") == {"type": "File", "value": None, "valueInfo": info}
    for path in (f"{base}/f/data", f"/execution/{case}/localVariables/f/data"):
        data = rest.send("GET", path)
        assert (data.data, data.mimetype) == (b"<script>", "text/html")
        assert data.headers["Content-Disposition"].startswith('attachment; filename="a_b.txt"')
        assert data.headers["X-Content-Type-Options"] == "nosniff"
    upload = {"data": (io.BytesIO(b"\x00\x01"), "x.bin", "application/x-bin")}
    assert rest.send("POST", f"{base}/bytes/data", data=upload).status_code == 204
    assert rest.get(f"{base}/bytes")["type"] == "Bytes"
    upload = {"data": (io.BytesIO(b"pdf"), "x.pdf", "application/pdf"), "valueType": "File"}  # type: ignore[dict-item]  # parts differ
    assert rest.send("POST", f"{base}/file/data", data=upload).status_code == 204
    assert rest.get(f"{base}/file")["valueInfo"] == {"filename": "x.pdf", "mimetype": "application/pdf"}
    assert rest.send("POST", f"{base}/none/data", data={"x": "y"}).status_code == 400
    assert rest.get(f"{base}/amount/data", 400)["message"].endswith("is not a binary value.")


def test_variables_of_scopes_are_executions_variables(rest: Rest, case: str) -> None:
    task = rest.task(case)
    local = f"/execution/{task['executionId']}/localVariables"
    rest.put(f"/task/{task['id']}/localVariables/n", {"value": 1})
    assert rest.get(local) == {"n": {"type": "Integer", "value": 1, "valueInfo": {}}}
    assert rest.get(f"/execution/{task['executionId']}")["processInstanceId"] == case
    rest.get("/execution/none", 404)
    rest.put(f"/execution/{case}/localVariables/m", {"value": 2})
    rest.delete(f"/execution/{case}/localVariables/amount")
    assert set(rest.get(f"/execution/{case}/localVariables")) == {"m"}


def test_variable_instances_are_found_by_name_and_value(rest: Rest, case: str) -> None:
    rest.start("case", amount=9)
    found = rest.get("/variable-instance", variableName="amount", processInstanceIdIn=case)
    (row,) = found
    assert list(row) == [
        "id", "name", "type", "value", "valueInfo", "processDefinitionId", "processInstanceId", "executionId",
        "caseInstanceId", "caseExecutionId", "taskId", "batchId", "activityInstanceId", "errorMessage", "tenantId",
    ]  # fmt: skip
    assert (row["value"], row["processInstanceId"], row["errorMessage"]) == (3, case, None)
    assert rest.get(f"/variable-instance/{row['id']}") == row
    by_value = {"variableValues": [{"name": "amount", "operator": "gt", "value": 5}]}
    assert rest.post("/variable-instance/count", by_value) == {"count": 1}
    rest.get("/variable-instance/none", 404)


def test_a_transient_value_decides_and_is_kept_nowhere(rest: Rest) -> None:
    rest.deploy(
        bpmn(
            "way", start("s"), exclusive("x", default="x_no"), user("yes"), user("no"), *chain("s", "x"),
            flow("x", "yes", "${secret == 'open'}"), flow("x", "no"),
        )
    )  # fmt: skip
    secret = {"value": "open", "type": "String", "valueInfo": {"transient": True}}
    begun = rest.post("/process-definition/key/way/start", {"variables": {"secret": secret, "kept": {"value": 1}}})
    assert [each["taskDefinitionKey"] for each in rest.get("/task")] == ["yes"]
    assert list(rest.get(f"/process-instance/{begun['id']}/variables")) == ["kept"]
    assert rest.get("/history/variable-instance/count", variableName="secret") == {"count": 0}
