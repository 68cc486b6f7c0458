"""External tasks as the npm, Python and Java clients ask for them."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import boundary, bpmn, chain, end, error, properties, service, start, user

SECOND = timedelta(seconds=1)
WORK = bpmn(
    "work",
    start("s"),
    service("w", properties(kind="urgent"), topic="t", task_priority="${prio}"),
    boundary("b", "w", error("E1")),
    user("after"),
    end("e"),
    end("caught"),
    *chain("s", "w", "after", "e"),
    *chain("b", "caught"),
    version_tag="v1",
)
LOCKED = [
    "activityId", "activityInstanceId", "errorMessage", "executionId", "id", "lockExpirationTime", "createTime",
    "processDefinitionId", "processDefinitionKey", "processDefinitionVersionTag", "processInstanceId", "retries",
    "suspended", "workerId", "topicName", "tenantId", "priority", "businessKey", "errorDetails", "variables",
    "extensionProperties", "token",
]  # fmt: skip


@pytest.fixture
def work(rest: Rest) -> Rest:
    rest.deploy(WORK)
    return rest


def fetch(rest: Rest, status: int = 200, /, worker: str = "w1", **topic: Any) -> Any:
    """The npm client's request; topic fields on top."""
    topics = [{"topicName": "t", "lockDuration": 10_000, **topic}]
    return rest.post("/external-task/fetchAndLock", {"workerId": worker, "maxTasks": 5, "topics": topics}, status)


def test_the_npm_client_fetches_and_completes(work: Rest) -> None:
    instance = work.start("work", "b-1", prio=5, x="y")
    (task,) = fetch(work, includeExtensionProperties=True)
    assert list(task) == LOCKED
    assert (task["workerId"], task["retries"], task["businessKey"]) == ("w1", None, "b-1")
    assert (task["priority"], task["processDefinitionVersionTag"]) == (5, "v1")
    assert task["variables"]["x"] == {"type": "String", "value": "y", "valueInfo": {}}
    assert task["extensionProperties"] == {"kind": "urgent"}
    assert fetch(work) == []
    body = {"workerId": "w1", "variables": {"r": {"value": 1, "type": "integer"}}, "localVariables": None}
    work.post(f"/external-task/{task['id']}/complete", body, 204)
    assert work.get(f"/process-instance/{instance}/variables/r")["value"] == 1
    gone = work.post(f"/external-task/{task['id']}/complete", body, 404)
    assert gone["type"] == "RestException"


def test_the_python_client_asks_with_every_field(work: Rest) -> None:
    work.start("work", prio=1, o={"a": 1})
    body = {
        "workerId": "w", "maxTasks": 1, "usePriority": False, "sorting": None, "asyncResponseTimeout": 30000,
        "topics": [{
            "topicName": "t", "lockDuration": 300000, "processVariables": {}, "includeExtensionProperties": True,
            "deserializeValues": True, "variables": None, "businessKey": None, "processDefinitionIdIn": None,
        }],
    }  # fmt: skip
    (task,) = work.post("/external-task/fetchAndLock", body)
    assert task["variables"]["o"]["value"] == {"a": 1}
    body["topics"][0] |= {"deserializeValues": False}  # type: ignore[index]  # the list of topics
    work.post(f"/external-task/{task['id']}/unlock", status=204)
    (task,) = work.post("/external-task/fetchAndLock", body)
    assert task["variables"]["o"]["value"] == '{"a":1}'


def test_priority_and_age_order_what_is_fetched(work: Rest) -> None:
    for prio in (1, 9, 5):
        work.start("work", str(prio), prio=prio)

    def order(**options: Any) -> list[str]:
        topics = [{"topicName": "t", "lockDuration": 1}]
        found = work.post("/external-task/fetchAndLock", {"workerId": "w", "maxTasks": 9, "topics": topics, **options})
        work.office.clock.advance(SECOND)
        return [each["businessKey"] for each in found]

    assert order(usePriority=True) == ["9", "5", "1"]
    assert order(usePriority=False) == ["1", "9", "5"]
    assert order() == ["1", "9", "5"]
    assert order(sorting=[{"sortBy": "createTime", "sortOrder": "desc"}]) == ["5", "9", "1"]


WISHES: list[tuple[dict[str, Any], int]] = [
    ({"businessKey": "b-2"}, 1),
    ({"businessKey": "none"}, 0),
    ({"processDefinitionKey": "work"}, 2),
    ({"processDefinitionKeyIn": ["other"]}, 0),
    ({"processDefinitionIdIn": ["work:1:x"]}, 0),
    ({"processDefinitionVersionTag": "v1"}, 2),
    ({"processDefinitionVersionTag": "v2"}, 0),
    ({"processVariables": {"prio": 2}}, 1),
    ({"processVariables": {"prio": 2, "x": "no"}}, 0),
]


def test_a_worker_gets_only_what_its_topic_asks_for(work: Rest) -> None:
    for prio in (1, 2):
        work.start("work", f"b-{prio}", prio=prio)
    for wish, found in WISHES:
        assert len(fetch(work, **wish)) == found, wish
        work.office.clock.advance(SECOND * 11)


def test_a_task_that_nobody_wants_does_not_hide_the_next_one(work: Rest) -> None:
    for number in range(4):
        work.start("work", f"b-{number}", prio=1)
    body = {"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "t", "lockDuration": 9, "businessKey": "b-3"}]}
    assert [task["businessKey"] for task in work.post("/external-task/fetchAndLock", body)] == ["b-3"]


def test_only_the_variables_asked_for_are_sent(work: Rest) -> None:
    work.start("work", prio=1, x=2)
    assert list(fetch(work, variables=["x", "none"])[0]["variables"]) == ["x"]


def test_a_failure_waits_and_at_zero_becomes_an_incident(work: Rest) -> None:
    instance = work.start("work", prio=1)
    id = fetch(work)[0]["id"]
    body = {"workerId": "w1", "errorMessage": "m" * 700, "errorDetails": "trace", "retries": 2, "retryTimeout": 5000}
    work.post(f"/external-task/{id}/failure", body, 204)
    assert fetch(work) == []
    work.office.clock.advance(SECOND * 6)
    (again,) = fetch(work)
    assert (again["retries"], len(again["errorMessage"]), again["errorDetails"]) == (2, 666, "trace")
    assert work.send("GET", f"/external-task/{id}/errorDetails").text == "trace"
    work.post(f"/external-task/{id}/failure", {"workerId": "w1", "retries": None}, 204)
    (incident,) = work.get("/incident", processInstanceId=instance)
    assert (incident["incidentType"], incident["configuration"]) == ("failedExternalTask", id)
    assert incident["id"] == incident["rootCauseIncidentId"]
    assert work.get(f"/incident/{incident['id']}") == incident
    work.delete(f"/incident/{incident['id']}", 400)
    assert work.get("/external-task/count", noRetriesLeft="true") == {"count": 1}
    work.put(f"/external-task/{id}/retries", {"retries": 1})
    assert work.get("/incident/count") == {"count": 0}
    assert work.get(f"/external-task/{id}")["retries"] == 1


def test_a_modelled_error_is_caught(work: Rest) -> None:
    work.start("work", prio=1)
    id = fetch(work)[0]["id"]
    work.post(f"/external-task/{id}/bpmnError", {"workerId": "w1", "errorCode": "E1", "errorMessage": None}, 204)
    assert work.get("/process-instance/count") == {"count": 0}


def test_locks_are_lengthened_given_back_and_kept_by_their_worker(work: Rest) -> None:
    work.start("work", prio=1)
    id = fetch(work)[0]["id"]
    work.post(f"/external-task/{id}/extendLock", {"workerId": "w1", "newDuration": 60_000}, 204)
    work.post(f"/external-task/{id}/extendLock", {"workerId": "w1", "newDuration": 0}, 400)
    refused = work.post(f"/external-task/{id}/complete", {"workerId": "w2"}, 400)
    assert refused["type"] == "RestException" and "'w1'" in refused["message"] and "'w2'" in refused["message"]
    work.post(f"/external-task/{id}/complete", {"workerId": "w1", "token": 99}, 400)
    work.post(f"/external-task/{id}/complete", {}, 400)
    work.post(f"/external-task/{id}/unlock", status=204)
    assert fetch(work, worker="w2")[0]["workerId"] == "w2"
    work.office.clock.advance(SECOND * 11)
    work.post(f"/external-task/{id}/extendLock", {"workerId": "w2", "newDuration": 60_000}, 400)
    work.post(f"/external-task/{id}/complete", {"workerId": "w2"}, 204)


def test_a_suspended_instance_hides_its_work(work: Rest) -> None:
    instance = work.start("work", prio=1)
    id = fetch(work)[0]["id"]
    work.put(f"/process-instance/{instance}/suspended", {"suspended": True})
    work.post(f"/external-task/{id}/complete", {"workerId": "w1"}, 400)
    work.office.clock.advance(SECOND * 11)
    assert fetch(work) == []


def test_lists_show_tasks_without_variables(work: Rest) -> None:
    work.start("work", prio=1)
    fetch(work)
    (row,) = work.get("/external-task", workerId="w1", locked="true")
    assert list(row) == LOCKED[:-4]
    assert work.post("/external-task/count", {"topicName": "other"}) == {"count": 0}
    assert work.get("/external-task/topic-names") == ["t"]
    error = work.get("/external-task/none", 404)
    assert error == {"type": "RestException", "message": "External task with id none does not exist", "code": None}


WRONG: list[tuple[dict[str, Any], int]] = [
    ({"workerId": None}, 500),
    ({"topics": [{"lockDuration": 1}]}, 500),
    ({"topics": [{"topicName": "t"}]}, 500),
    ({"topics": "t"}, 500),
    ({"asyncResponseTimeout": 1_800_001}, 400),
    ({"sorting": [{"sortBy": "priority", "sortOrder": "asc"}]}, 400),
]


def test_a_wrong_fetch_is_answered_as_camunda_does(rest: Rest) -> None:
    for change, status in WRONG:
        body = {"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "t", "lockDuration": 1}], **change}
        rest.post("/external-task/fetchAndLock", body, status)


def test_a_failure_with_negative_retries_is_camundas_500(work: Rest) -> None:
    work.start("work", prio=1)
    id = fetch(work)[0]["id"]
    work.post(f"/external-task/{id}/failure", {"workerId": "w1", "retries": -1}, 500)


def test_a_long_poll_wakes_when_work_comes(work: Rest) -> None:
    body = {
        "workerId": "w",
        "maxTasks": 1,
        "asyncResponseTimeout": 20_000,
        "topics": [{"topicName": "t", "lockDuration": 10_000}],
    }
    found: list[Any] = []
    poll = threading.Thread(target=lambda: found.extend(work.post("/external-task/fetchAndLock", body)))
    started = time.monotonic()
    poll.start()
    time.sleep(0.2)
    work.office.start("work", prio=1)
    poll.join(15)
    assert [task["topicName"] for task in found] == ["t"]
    assert time.monotonic() - started < 10


def test_a_long_poll_without_work_ends_in_time(work: Rest) -> None:
    body = {"workerId": "w", "asyncResponseTimeout": 50, "topics": [{"topicName": "t", "lockDuration": 10_000}]}
    assert work.post("/external-task/fetchAndLock", body) == []
