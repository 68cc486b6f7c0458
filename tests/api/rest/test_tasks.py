"""Human tasks through the dialect."""

from __future__ import annotations

import re

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import boundary, bpmn, chain, end, error, start, user

FIELDS = [
    "id", "name", "assignee", "created", "due", "followUp", "lastUpdated", "delegationState", "description",
    "executionId", "owner", "parentTaskId", "priority", "processDefinitionId", "processInstanceId",
    "taskDefinitionKey", "caseExecutionId", "caseInstanceId", "caseDefinitionId", "suspended", "formKey",
    "camundaFormRef", "tenantId", "taskState",
]  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}")


@pytest.fixture
def order(rest: Rest) -> str:
    task = user("approve", candidate_groups="desk,leaders")
    steps = [start("s"), task, user("file"), boundary("b", "approve", error("E1")), end("e"), end("f")]
    rest.deploy(bpmn("order", *steps, *chain("s", "approve", "file", "e"), *chain("b", "f")))
    return rest.start("order", "2026-1", amount=3)


def test_a_task_has_every_field_of_camunda_in_its_order(rest: Rest, order: str) -> None:
    task = rest.task(order)
    assert list(task) == FIELDS
    assert (task["taskDefinitionKey"], task["processInstanceId"], task["taskState"]) == ("approve", order, "Created")
    assert task["name"]
    assert DATE.fullmatch(task["created"])
    assert rest.get(f"/task/{task['id']}") == task


def test_a_task_is_claimed_given_back_and_completed(rest: Rest, order: str) -> None:
    id = rest.task(order)["id"]
    rest.post(f"/task/{id}/claim", {"userId": "li"}, 204)
    rest.post(f"/task/{id}/claim", {"userId": "li"}, 204)
    refused = rest.post(f"/task/{id}/claim", {"userId": "wang"}, 500)
    assert refused["type"] == "TaskAlreadyClaimedException"
    rest.post(f"/task/{id}/unclaim", status=204)
    rest.post(f"/task/{id}/assignee", {"userId": "wang"}, 204)
    assert rest.get("/task/count", assignee="wang") == {"count": 1}
    variables = {"approved": {"value": True, "type": "Boolean"}}
    answer = rest.post(f"/task/{id}/complete", {"variables": variables, "withVariablesInReturn": True}, 200)
    assert answer["approved"] == {"type": "Boolean", "value": True, "valueInfo": {}}
    assert rest.task(order)["taskDefinitionKey"] == "file"
    gone = rest.post(f"/task/{id}/complete", {}, 500)
    assert gone["type"] == "RestException" and gone["message"].startswith(f"Cannot complete task {id}: ")
    missing = rest.get(f"/task/{id}", 404)
    assert missing == {"type": "InvalidRequestException", "message": f"No matching task with id {id}", "code": None}


def test_claiming_a_task_that_is_not_there_is_camundas_500(rest: Rest) -> None:
    assert rest.post("/task/none/claim", {"userId": "li"}, 500)["type"] == "NullValueException"


def test_lists_filter_by_query_string_and_by_body(rest: Rest, order: str) -> None:
    rest.start("order", "2026-2", amount=7)
    assert rest.get("/task/count") == {"count": 2}
    assert rest.get("/task/count", candidateGroup="desk") == {"count": 2}
    assert rest.get("/task/count", candidateGroup="nobody") == {"count": 0}
    assert [t["processInstanceId"] for t in rest.get("/task", processInstanceBusinessKey="2026-1")] == [order]
    assert [t["processInstanceId"] for t in rest.get("/task", processVariables="amount_lt_5")] in ([order], [])
    by_body = {"processVariables": [{"name": "amount", "operator": "gt", "value": 5}]}
    assert rest.post("/task/count", by_body, 200) == {"count": 1}
    either = {"orQueries": [{"processInstanceBusinessKey": "2026-1", "assignee": "nobody"}]}
    assert [t["processInstanceId"] for t in rest.post("/task", either, 200)] == [order]
    assert rest.get("/task", maxResults=0) == []
    assert rest.get("/task/count", tenantIdIn="t1") == {"count": 0}
    ordered = rest.post("/task", {"sorting": [{"sortBy": "created", "sortOrder": "desc"}]}, 200)
    assert ordered[-1]["processInstanceId"] == order
    assert rest.get("/task/count", unassigned="false", assigned="false") == {"count": 2}
    assert rest.get("/task/count", nonsense="x") == {"count": 2}


WRONG: list[dict[str, str]] = [
    {"sortBy": "created"},
    {"sortBy": "nothing", "sortOrder": "asc"},
    {"sortBy": "created", "sortOrder": "up"},
    {"createdAfter": "yesterday"},
    {"priority": "high"},
    {"unassigned": "maybe"},
    {"maxResults": "-1"},
    {"processVariables": "amount"},
    {"assigneeExpression": "${currentUser()}"},
]


def test_a_wrong_parameter_is_a_400(rest: Rest) -> None:
    for query in WRONG:
        assert rest.get("/task", 400, **query)["type"] == "InvalidRequestException", query


def test_candidates_owner_and_assignee_are_identity_links(rest: Rest, order: str) -> None:
    id = rest.task(order)["id"]
    rest.post(f"/task/{id}/identity-links", {"userId": "li", "groupId": None, "type": "candidate"}, 204)
    rest.post(f"/task/{id}/identity-links", {"userId": "zhao", "type": "owner"}, 204)
    rest.post(f"/task/{id}/identity-links/delete", {"groupId": "leaders", "type": "candidate"}, 204)
    assert rest.get(f"/task/{id}/identity-links") == [
        {"userId": "zhao", "groupId": None, "type": "owner"},
        {"userId": "li", "groupId": None, "type": "candidate"},
        {"userId": None, "groupId": "desk", "type": "candidate"},
    ]
    assert len(rest.get(f"/task/{id}/identity-links", type="owner")) == 1
    rest.post(f"/task/{id}/identity-links", {"type": "candidate"}, 400)


def test_a_delegated_task_comes_back_to_its_owner(rest: Rest, order: str) -> None:
    id = rest.task(order)["id"]
    rest.post(f"/task/{id}/assignee", {"userId": "li"}, 204)
    rest.post(f"/task/{id}/delegate", {"userId": "wang"}, 204)
    task = rest.get(f"/task/{id}")
    assert (task["owner"], task["assignee"], task["delegationState"]) == ("li", "wang", "PENDING")
    rest.post(f"/task/{id}/resolve", {}, 204)
    task = rest.get(f"/task/{id}")
    assert (task["owner"], task["assignee"], task["delegationState"]) == ("li", "li", "RESOLVED")


def test_a_task_is_changed_as_a_whole(rest: Rest, order: str) -> None:
    id = rest.task(order)["id"]
    body = {"name": "批准", "due": "2026-05-01T10:00:00.000+0800", "priority": 80, "assignee": "li", "owner": None}
    rest.put(f"/task/{id}", body)
    task = rest.get(f"/task/{id}")
    shown = {name: task[name] for name in ("name", "due", "priority", "assignee", "followUp")}
    assert shown == {
        "name": "批准", "due": "2026-05-01T02:00:00.000+0000", "priority": 80, "assignee": "li", "followUp": None,
    }  # fmt: skip


def test_variables_are_seen_by_the_task_and_kept_in_its_own_scope(rest: Rest, order: str) -> None:
    id = rest.task(order)["id"]
    assert rest.get(f"/task/{id}/variables")["amount"] == {"type": "Integer", "value": 3, "valueInfo": {}}
    rest.put(f"/task/{id}/localVariables/note", {"value": "mine", "type": "String"})
    assert list(rest.get(f"/task/{id}/localVariables")) == ["note"]
    assert rest.get(f"/task/{id}/variables/note")["value"] == "mine"
    rest.post(f"/task/{id}/variables", {"modifications": {"amount": {"value": 4}}, "deletions": ["none"]}, 204)
    assert rest.get(f"/process-instance/{order}/variables/amount")["value"] == 4
    assert "note" not in rest.get(f"/process-instance/{order}/variables")
    rest.delete(f"/task/{id}/localVariables/note")
    assert rest.get(f"/task/{id}/localVariables/note", 404)["message"] == "task variable with name note does not exist"
    (with_variables,) = rest.get("/task", withTaskVariablesInReturn="true")
    assert with_variables["variables"]["amount"]["value"] == 4


def test_a_modelled_error_takes_its_way(rest: Rest, order: str) -> None:
    id = rest.task(order)["id"]
    rest.post(f"/task/{id}/bpmnError", {"errorCode": "E1"}, 204)
    assert rest.get("/process-instance/count") == {"count": 0}
    assert rest.get(f"/history/process-instance/{order}")["state"] == "COMPLETED"
