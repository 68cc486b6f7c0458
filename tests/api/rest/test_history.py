"""History lists and the operation log."""

from __future__ import annotations

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import bpmn, chain, end, start, user

CASE = bpmn("case", start("s"), user("a"), user("b"), end("e"), *chain("s", "a", "b", "e"), name="案件")


@pytest.fixture
def ended(rest: Rest) -> str:
    rest.deploy(CASE)
    instance = rest.start("case", "b-1", x=1)
    for _ in range(2):
        rest.post(f"/task/{rest.task(instance)['id']}/complete", {}, 204)
    return instance


def test_an_ended_instance_is_found_with_all_its_fields(rest: Rest, ended: str) -> None:
    running = rest.start("case", "b-2")
    (row,) = rest.get("/history/process-instance", finished="true")
    assert list(row) == [
        "id", "businessKey", "processDefinitionId", "processDefinitionKey", "processDefinitionName",
        "processDefinitionVersion", "startTime", "endTime", "removalTime", "durationInMillis", "startUserId",
        "startActivityId", "deleteReason", "rootProcessInstanceId", "superProcessInstanceId", "superCaseInstanceId",
        "caseInstanceId", "tenantId", "state", "restartedProcessInstanceId",
    ]  # fmt: skip
    assert (row["id"], row["state"], row["processDefinitionName"]) == (ended, "COMPLETED", "案件")
    assert (row["startActivityId"], row["startUserId"], row["durationInMillis"]) == ("s", "engine-rest", 0)
    assert [i["id"] for i in rest.post("/history/process-instance", {"unfinished": True})] == [running]
    assert rest.get("/history/process-instance/count", executedActivityIdIn="b") == {"count": 1}
    assert rest.get(f"/history/process-instance/{ended}") == row
    rest.get("/history/process-instance/none", 404)
    rest.get("/history/process-instance", 400, withJobsRetrying="true")


def test_activities_come_in_their_order(rest: Rest, ended: str) -> None:
    rows = rest.get("/history/activity-instance", processInstanceId=ended, sortBy="startTime", sortOrder="asc")
    assert [row["activityId"] for row in rows if row["activityType"] != "processDefinition"] == ["s", "a", "b", "e"]
    row = next(row for row in rows if row["activityId"] == "a")
    assert list(row) == [
        "id", "parentActivityInstanceId", "activityId", "activityName", "activityType", "processDefinitionKey",
        "processDefinitionId", "processInstanceId", "executionId", "taskId", "calledProcessInstanceId",
        "calledCaseInstanceId", "assignee", "startTime", "endTime", "durationInMillis", "canceled", "completeScope",
        "tenantId", "removalTime", "rootProcessInstanceId",
    ]  # fmt: skip
    assert (row["activityType"], row["canceled"], row["parentActivityInstanceId"]) == ("userTask", False, ended)
    assert rest.get("/history/activity-instance", activityInstanceId=row["id"]) == [row]
    assert rest.get(f"/history/activity-instance/{row['id']}") == row
    assert rest.post("/history/activity-instance/count", {"activityType": "userTask"}) == {"count": 2}


def test_tasks_and_variables_stay(rest: Rest, ended: str) -> None:
    rows = rest.get("/history/task", processInstanceId=ended, finished="true")
    assert [(row["taskDefinitionKey"], row["taskState"]) for row in rows] == [("a", "Completed"), ("b", "Completed")]
    assert list(rows[0]) == [
        "id", "processDefinitionKey", "processDefinitionId", "processInstanceId", "executionId", "caseDefinitionKey",
        "caseDefinitionId", "caseInstanceId", "caseExecutionId", "activityInstanceId", "name", "description",
        "deleteReason", "owner", "assignee", "startTime", "endTime", "duration", "taskDefinitionKey", "priority",
        "due", "parentTaskId", "followUp", "tenantId", "removalTime", "rootProcessInstanceId", "taskState",
    ]  # fmt: skip
    (variable,) = rest.get("/history/variable-instance", processInstanceId=ended)
    assert list(variable) == [
        "id", "name", "type", "value", "valueInfo", "processDefinitionKey", "processDefinitionId",
        "processInstanceId", "executionId", "activityInstanceId", "caseDefinitionKey", "caseDefinitionId",
        "caseInstanceId", "caseExecutionId", "taskId", "errorMessage", "tenantId", "state", "createTime",
        "removalTime", "rootProcessInstanceId",
    ]  # fmt: skip
    assert (variable["name"], variable["value"], variable["state"]) == ("x", 1, "CREATED")
    assert rest.get(f"/history/variable-instance/{variable['id']}") == variable
    assert rest.get("/variable-instance/count") == {"count": 0}


def test_the_operation_log_tells_who_did_what(rest: Rest, ended: str) -> None:
    rows = rest.get("/history/user-operation", processInstanceId=ended, operationType="Complete")
    assert len(rows) == 2
    assert list(rows[0]) == [
        "id", "deploymentId", "processDefinitionId", "processDefinitionKey", "processInstanceId", "executionId",
        "caseDefinitionKey", "caseDefinitionId", "caseInstanceId", "caseExecutionId", "taskId", "jobId",
        "jobDefinitionId", "batchId", "userId", "timestamp", "operationId", "externalTaskId", "operationType",
        "entityType", "property", "orgValue", "newValue", "removalTime", "rootProcessInstanceId", "category",
        "annotation",
    ]  # fmt: skip
    assert (rows[0]["userId"], rows[0]["entityType"]) == ("engine-rest", "Task")
    assert rest.get("/history/user-operation/count", userId="nobody") == {"count": 0}
