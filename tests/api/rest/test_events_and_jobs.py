"""Messages, signals, jobs, incidents and their lists."""

from __future__ import annotations

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import (
    bpmn,
    catch,
    chain,
    condition,
    end,
    exclusive,
    flow,
    message,
    multi,
    receive,
    signal,
    start,
    task,
    timer,
    user,
)  # fmt: skip

WAITING = bpmn("waiting", start("s"), receive("r", message="m"), user("u"), end("e"), *chain("s", "r", "u", "e"))
BY_MESSAGE = bpmn("by_message", start("s", message("begin")), user("u"), end("e"), *chain("s", "u", "e"))
BY_SIGNAL = bpmn("by_signal", start("s"), catch("c", signal("go")), user("u"), end("e"), *chain("s", "c", "u", "e"))
TIMED = bpmn("timed", start("s"), catch("t", timer(duration="PT1H")), user("u"), end("e"), *chain("s", "t", "u", "e"))
FRAGILE = bpmn(
    "fragile", start("s"), task("a", async_before=True), exclusive("x"), end("e"),
    *chain("s", "a", "x"), flow("x", "e", "${missing > 1}"),
)  # fmt: skip


@pytest.fixture
def deployed(rest: Rest) -> Rest:
    rest.deploy(WAITING, BY_MESSAGE, BY_SIGNAL, TIMED, FRAGILE)
    return rest


def test_a_message_reaches_the_instance_that_waits(deployed: Rest) -> None:
    first, _ = deployed.start("waiting", "b-1", x=1), deployed.start("waiting", "b-2", x=2)
    body = {"messageName": "m", "correlationKeys": {"x": {"value": 1}}, "processVariables": {"y": {"value": 2}}}
    (result,) = deployed.post("/message", {**body, "resultEnabled": True, "variablesInResultEnabled": True})
    assert (result["resultType"], result["execution"]["processInstanceId"]) == ("Execution", first)
    assert result["processInstance"] is None
    assert result["variables"]["y"] == {"type": "Integer", "value": 2, "valueInfo": {}}
    deployed.post("/message", {"messageName": "m", "businessKey": "b-2", "withoutTenantId": True}, 204)
    assert deployed.get("/task/count") == {"count": 2}


def test_of_two_that_wait_for_a_message_one_alone_is_triggered(deployed: Rest) -> None:
    deployed.deploy(bpmn("twice", start("s"), receive("r", multi(cardinality=2), message="m"), *chain("s", "r")))
    case = deployed.start("twice")
    executions = [each["executionId"] for each in deployed.get("/event-subscription", processInstanceId=case)]
    path = f"/execution/{executions[1]}/messageSubscriptions/m"
    assert deployed.get(path)["activityId"] == "r"
    deployed.post(f"{path}/trigger", {"variables": {"y": {"value": 2}}}, 204)
    left = deployed.get("/event-subscription", processInstanceId=case)
    assert [each["executionId"] for each in left] == executions[:1]
    assert deployed.get(f"/process-instance/{case}/variables/y")["value"] == 2
    deployed.get(path, status=404)
    deployed.post(f"{path}/trigger", {}, 404)


def test_a_message_starts_an_instance(deployed: Rest) -> None:
    (result,) = deployed.post("/message", {"messageName": "begin", "businessKey": "b", "resultEnabled": True})
    assert result["resultType"] == "ProcessDefinition"
    assert result["processInstance"]["businessKey"] == "b"
    assert "variables" not in result


def test_conditions_start_the_instances_they_meet(deployed: Rest) -> None:
    deployed.deploy(bpmn("by_condition", start("s", condition("${n > 3}")), user("u"), *chain("s", "u")))
    (row,) = deployed.get("/event-subscription", eventType="conditional")
    assert (row["activityId"], row["eventName"], row["processInstanceId"]) == ("s", None, None)
    assert deployed.post("/condition", {"variables": {"n": {"value": 3}}}) == []
    (begun,) = deployed.post("/condition", {"variables": {"n": {"value": 4}}, "businessKey": "b"})
    assert (begun["definitionKey"], begun["businessKey"], begun["ended"]) == ("by_condition", "b", False)


@pytest.mark.parametrize(
    ("body", "type"),
    [
        ({}, "InvalidRequestException"),
        ({"messageName": "m", "variablesInResultEnabled": True}, "InvalidRequestException"),
        ({"messageName": "m", "tenantId": "t", "withoutTenantId": True}, "InvalidRequestException"),
        ({"messageName": "none"}, "RestException"),
        ({"messageName": "m"}, "RestException"),
    ],
)
def test_a_message_that_fits_nobody_or_several_is_refused(deployed: Rest, body: dict[str, object], type: str) -> None:
    for number in range(2):
        deployed.start("waiting", f"b-{number}")
    error = deployed.post("/message", body, 400)
    assert error["type"] == type
    assert (type == "RestException") == ("MismatchingMessageCorrelationException" in error["message"])


def test_all_receivers_get_a_message_on_request(deployed: Rest) -> None:
    for number in range(2):
        deployed.start("waiting", f"b-{number}")
    deployed.post("/message", {"messageName": "m", "all": True}, 204)
    assert deployed.get("/task/count") == {"count": 2}


def test_a_signal_is_for_all_or_for_one_execution(deployed: Rest) -> None:
    first, second = deployed.start("by_signal"), deployed.start("by_signal")
    (waits, _) = deployed.get("/event-subscription", eventType="signal", eventName="go")
    assert list(waits) == [
        "id", "eventType", "eventName", "executionId", "processInstanceId", "activityId", "createdDate", "tenantId",
    ]  # fmt: skip
    deployed.post("/signal", {"name": "go", "executionId": waits["executionId"]}, 204)
    assert deployed.get("/event-subscription/count", processInstanceId=first) == {"count": 0}
    deployed.post("/signal", {"name": "go", "variables": {"v": {"value": 1}}}, 204)
    assert deployed.get(f"/process-instance/{second}/variables/v")["value"] == 1
    deployed.post("/signal", {"name": "go"}, 204)
    deployed.post("/signal", {}, 400)
    assert deployed.get("/event-subscription", eventType="compensate") == []
    assert deployed.get("/event-subscription/count", eventType="message", activityId="s") == {"count": 1}


def test_a_timer_is_a_job_that_may_be_moved_and_run(deployed: Rest) -> None:
    instance = deployed.start("timed")
    (job,) = deployed.get("/job", processInstanceId=instance, timers="true")
    assert list(job) == [
        "id", "jobDefinitionId", "processInstanceId", "processDefinitionId", "processDefinitionKey", "executionId",
        "exceptionMessage", "failedActivityId", "retries", "dueDate", "suspended", "priority", "tenantId",
        "createTime", "batchId",
    ]  # fmt: skip
    assert job["dueDate"] == "2026-03-02T02:00:00.000+0000"
    assert deployed.get("/job/count", executable="true") == {"count": 0}
    assert deployed.get("/job/count", dueDates="gt_2026-03-01T00:00:00.000+0000,lt_2026-03-03T00:00:00.000+0000") == {
        "count": 1
    }
    assert deployed.post("/job/count", {"dueDates": [{"operator": "lt", "value": "2026-03-01T00:00:00.000+0000"}]}) == {
        "count": 0
    }
    deployed.put(f"/job/{job['id']}/duedate", {"duedate": "2026-03-05T00:00:00.000+0000"})
    assert deployed.get(f"/job/{job['id']}")["dueDate"] == "2026-03-05T00:00:00.000+0000"
    deployed.post(f"/job/{job['id']}/execute", {}, 204)
    assert deployed.task(instance)["taskDefinitionKey"] == "u"
    deployed.post(f"/job/{job['id']}/execute", {}, 404)
    deployed.get(f"/job/{job['id']}", 404)


def test_a_failing_job_tells_why_and_is_retried(deployed: Rest) -> None:
    instance = deployed.start("fragile")
    (job,) = deployed.get("/job", processInstanceId=instance, messages="true")
    failed = deployed.post(f"/job/{job['id']}/execute", {}, 500)
    assert failed["type"] == "RestException"
    deployed.office.run()
    tried = deployed.get(f"/job/{job['id']}")
    assert tried["exceptionMessage"] and tried["failedActivityId"] == "a"
    assert deployed.get("/job/count", withException="true") == {"count": 1}
    deployed.put(f"/job/{job['id']}/retries", {"retries": 0})
    assert deployed.get("/job/count", noRetriesLeft="true") == {"count": 1}
    deployed.put(f"/job/{job['id']}/retries", {"retries": 2, "dueDate": "2026-03-05T00:00:00.000+0000"})
    assert deployed.get(f"/job/{job['id']}")["retries"] == 2
    deployed.put(f"/job/{job['id']}/retries", {}, 400)
    assert isinstance(deployed.send("GET", f"/job/{job['id']}/stacktrace").text, str)
