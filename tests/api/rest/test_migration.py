"""Migration, restart and batches in Camunda's shapes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import boundary, bpmn, chain, end, flow, start, timer, user


def line(*, days: int = 1, second: str = "b") -> bytes:
    late = boundary("late", "a", timer(duration=f"P{days}D"))
    return bpmn(
        "line", start(), user("a"), late, user(second), end(), *chain("start", "a", second, "end"), flow("late", "end")
    )


@pytest.fixture
def versions(rest: Rest) -> tuple[str, str, list[str]]:
    """Two definitions, and two instances of the first."""
    rest.deploy(line())
    instances = [rest.start("line", f"k{n}") for n in (1, 2)]
    rest.deploy(line(days=5))
    one, two = (each["id"] for each in rest.get("/process-definition", sortBy="version", sortOrder="asc"))
    return one, two, instances


def plan_of(rest: Rest, one: str, two: str, **more: Any) -> Any:
    ids = {"sourceProcessDefinitionId": one, "targetProcessDefinitionId": two}
    return rest.post("/migration/generate", {**ids, **more})


def run(rest: Rest) -> None:
    rest.office.run()


def test_a_plan_is_generated_checked_and_carried_out(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    one, two, (first, second) = versions
    plan = plan_of(rest, one, two, updateEventTriggers=True)
    assert plan == {
        "sourceProcessDefinitionId": one,
        "targetProcessDefinitionId": two,
        "instructions": [
            {"sourceActivityIds": ["a"], "targetActivityIds": ["a"], "updateEventTrigger": False},
            {"sourceActivityIds": ["late"], "targetActivityIds": ["late"], "updateEventTrigger": True},
            {"sourceActivityIds": ["b"], "targetActivityIds": ["b"], "updateEventTrigger": False},
        ],
        "variables": None,
    }
    assert rest.post("/migration/validate", plan) == {"instructionReports": [], "variableReports": {}}
    body = {"migrationPlan": plan, "processInstanceIds": [first], "skipCustomListeners": True}
    rest.post("/migration/execute", body, 204)
    assert rest.get(f"/process-instance/{first}")["definitionId"] == two
    assert rest.get(f"/process-instance/{second}")["definitionId"] == one
    (job,) = rest.get("/job", processInstanceId=first)
    assert job["processDefinitionId"] == two
    assert rest.get("/task", processDefinitionId=two)[0]["processInstanceId"] == first


def test_what_is_wrong_with_a_plan_or_an_instance_is_reported(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    one, two, (first, _second) = versions
    plan = plan_of(rest, one, two)
    wrong = {**plan, "instructions": [{"sourceActivityIds": ["a"], "targetActivityIds": ["nowhere"]}]}
    (report,) = rest.post("/migration/validate", wrong)["instructionReports"]
    assert report["failures"] == ["Target activity 'nowhere' does not exist"]
    answer = rest.post("/migration/execute", {"migrationPlan": wrong, "processInstanceIds": [first]}, 400)
    assert answer["validationReport"]["instructionReports"] == [report]
    assert rest.post("/migration/executeAsync", {"migrationPlan": wrong, "processInstanceIds": [first]}, 400)
    empty = {**plan, "instructions": []}
    answer = rest.post("/migration/execute", {"migrationPlan": empty, "processInstanceIds": [first]}, 400)
    assert answer["validationReport"]["processInstanceId"] == first
    (activity,) = answer["validationReport"]["activityInstanceValidationReports"]
    assert activity["failures"] == ["There is no migration instruction for this instance's activity"]
    rest.post("/migration/execute", {"processInstanceIds": [first]}, 400)
    rest.post("/migration/execute", {"migrationPlan": plan}, 400)
    two_sources = {**plan, "instructions": [{"sourceActivityIds": ["a", "b"], "targetActivityIds": ["a"]}]}
    rest.post("/migration/validate", two_sources, 400)
    rest.post("/migration/generate", {"sourceProcessDefinitionId": "none", "targetProcessDefinitionId": two}, 400)


def test_a_batch_migrates_each_instance_by_a_job(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    one, two, (first, second) = versions
    rest.post(f"/task/{rest.task(second)['id']}/complete", {}, 204)
    plan = {**plan_of(rest, one, two)}
    plan["instructions"] = [each for each in plan["instructions"] if each["sourceActivityIds"] != ["b"]]
    query = {"processDefinitionId": one}
    batch = rest.post("/migration/executeAsync", {"migrationPlan": plan, "processInstanceQuery": query})
    assert list(batch) == [
        "id", "type", "totalJobs", "jobsCreated", "batchJobsPerSeed", "invocationsPerBatchJob", "seedJobDefinitionId",
        "monitorJobDefinitionId", "batchJobDefinitionId", "suspended", "tenantId", "createUserId", "startTime",
        "executionStartTime",
    ]  # fmt: skip
    assert (batch["type"], batch["totalJobs"]) == ("instance-migration", 2)
    assert rest.get("/batch/count") == {"count": 1}
    assert rest.get(f"/process-instance/{first}")["definitionId"] == one
    run(rest)
    assert rest.get(f"/process-instance/{first}")["definitionId"] == two
    (found,) = rest.get("/batch/statistics")
    assert (found["remainingJobs"], found["completedJobs"], found["failedJobs"]) == (1, 1, 1)
    (incident,) = rest.get("/incident")
    assert "b" in incident["incidentMessage"]
    rest.delete(f"/batch/{batch['id']}")
    assert rest.get("/batch") == [] and rest.get("/incident") == []
    assert [each["id"] for each in rest.get("/history/batch")] == [batch["id"]]
    rest.delete(f"/batch/{batch['id']}", cascade="true")
    assert rest.get("/history/batch/count") == {"count": 0}
    rest.get(f"/batch/{batch['id']}", 404)


def test_a_batch_rests_while_it_is_suspended(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    _one, _two, (first, second) = versions
    batch = rest.post("/process-instance/delete", {"processInstanceIds": [first, second], "deleteReason": "gone"})
    assert batch["type"] == "instance-deletion"
    rest.put(f"/batch/{batch['id']}/suspended", {"suspended": True})
    run(rest)
    assert rest.get("/process-instance/count") == {"count": 2}
    assert rest.get(f"/batch/{batch['id']}")["suspended"] is True
    rest.put(f"/batch/{batch['id']}/suspended", {"suspended": False})
    run(rest)
    assert rest.get("/process-instance/count") == {"count": 0}
    assert rest.get(f"/history/process-instance/{first}")["deleteReason"] == "gone"
    assert rest.get("/batch") == []
    ended = rest.get(f"/history/batch/{batch['id']}")
    assert ended["endTime"] is not None
    rest.put(f"/batch/{batch['id']}/suspended", {}, 400)


def test_many_are_suspended_written_to_and_told(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    one, _two, (first, second) = versions
    rest.put("/process-instance/suspended", {"processDefinitionId": one, "suspended": True})
    assert rest.get("/process-instance/count", suspended="true") == {"count": 2}
    rest.put("/process-instance/suspended", {"processDefinitionKey": "line", "suspended": False})
    assert rest.get("/process-instance/count", suspended="true") == {"count": 0}
    rest.put("/process-instance/suspended", {"processInstanceIds": [first], "suspended": True})
    assert rest.get("/process-instance/count", suspended="true") == {"count": 1}
    rest.put("/process-instance/suspended", {"suspended": True}, 400)
    rest.put("/process-instance/suspended", {"processDefinitionKey": "line"}, 400)
    every = {"historicProcessInstanceQuery": {"processDefinitionKey": "line"}}
    rest.post("/process-instance/suspended-async", {**every, "suspended": False})
    rest.post("/process-instance/variables-async", {"processInstanceIds": [second], "variables": {"x": {"value": 7}}})
    run(rest)
    assert rest.get("/process-instance/count", suspended="true") == {"count": 0}
    assert rest.get(f"/process-instance/{second}/variables/x")["value"] == 7
    rest.post("/process-instance/variables-async", {"processInstanceIds": [second]}, 400)
    failing = rest.post("/process-instance/message-async", {"processInstanceIds": [second], "messageName": "None"})
    run(rest)
    (found,) = rest.get("/batch/statistics", batchId=failing["id"])
    assert found["failedJobs"] == 1


def test_a_definitions_instances_are_modified_together(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    one, two, (first, second) = versions
    cancel = {"type": "cancel", "activityId": "a", "cancelCurrentActiveActivityInstances": True}
    moves = [{"type": "startBeforeActivity", "activityId": "b"}, cancel]
    body = {"processDefinitionId": one, "processInstanceIds": [first], "instructions": moves}
    rest.post("/modification/execute", body, 204)
    assert rest.task(first)["taskDefinitionKey"] == "b"
    batch = rest.post("/modification/executeAsync", {**body, "processInstanceIds": [second]})
    assert batch["type"] == "instance-modification"
    run(rest)
    assert rest.task(second)["taskDefinitionKey"] == "b"
    rest.post("/modification/execute", {**body, "processDefinitionId": two}, 400)
    rest.post("/modification/execute", {**body, "processInstanceIds": []}, 400)
    rest.post(
        f"/process-instance/{first}/modification-async", {"instructions": [{"type": "cancel", "activityId": "b"}]}
    )
    run(rest)
    rest.get(f"/process-instance/{first}", 404)


def test_ended_instances_begin_again(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    one, _two, (first, second) = versions
    rest.office.clock.advance(timedelta(minutes=1))
    rest.post(f"/process-instance/{first}/variables", {"modifications": {"x": {"value": 2}}}, 204)
    rest.delete(f"/process-instance/{first}")
    begin = {"instructions": [{"type": "startBeforeActivity", "activityId": "b"}]}
    rest.post(f"/process-definition/{one}/restart", {**begin, "processInstanceIds": [first]}, 204)
    (again,) = [each for each in rest.get("/process-instance", businessKey="k1") if each["id"] != first]
    assert rest.task(again["id"])["taskDefinitionKey"] == "b"
    assert rest.get(f"/process-instance/{again['id']}/variables/x")["value"] == 2
    more = {**begin, "processInstanceIds": [first], "initialVariables": True, "withoutBusinessKey": True}
    rest.post(f"/process-definition/{one}/restart-async", more)
    run(rest)
    (keyless,) = [each for each in rest.get("/process-instance") if each["businessKey"] is None]
    assert "x" not in rest.get(f"/process-instance/{keyless['id']}/variables")
    for wrong in ({"processInstanceIds": [first]}, begin, {**begin, "processInstanceIds": [second]}):
        rest.post(f"/process-definition/{one}/restart", wrong, 400)


def test_an_instance_begins_in_its_midst(rest: Rest, versions: tuple[str, str, list[str]]) -> None:
    body = {"startInstructions": [{"type": "startAfterActivity", "activityId": "a"}], "businessKey": "k3"}
    made = rest.post("/process-definition/key/line/start", body)
    assert rest.task(made["id"])["taskDefinitionKey"] == "b"
