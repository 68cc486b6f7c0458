"""Modification in Camunda's words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import bpmn, chain, end, multi, start, sub, user

CASE = bpmn(
    "case",
    start("s"),
    user("a"),
    sub("part", start("ps"), user("inner"), end("pe"), *chain("ps", "inner", "pe")),
    user("sign", multi(cardinality=2)),
    end("e"),
    *chain("s", "a", "part", "sign", "e"),
)


@pytest.fixture
def case(rest: Rest) -> str:
    rest.deploy(CASE)
    return rest.start("case")


def modify(rest: Rest, case: str, *instructions: dict[str, Any], status: int = 204, **body: Any) -> Any:
    return rest.post(f"/process-instance/{case}/modification", {"instructions": list(instructions), **body}, status)


def open_tasks(rest: Rest, case: str) -> list[str]:
    return sorted(task["taskDefinitionKey"] for task in rest.get("/task", processInstanceId=case))


def test_activities_begin_and_end_by_hand(rest: Rest, case: str) -> None:
    tree = rest.get(f"/process-instance/{case}/activity-instances")
    (first,) = tree["childActivityInstances"]
    variables = {"x": {"value": 1}, "own": {"value": "v", "type": "String", "local": True}}
    modify(
        rest,
        case,
        {"type": "startBeforeActivity", "activityId": "inner", "variables": variables},
        {"type": "cancel", "activityInstanceId": first["id"]},
        skipCustomListeners=True,
        skipIoMappings=True,
        annotation="by hand",
    )
    assert open_tasks(rest, case) == ["inner"]
    (part,) = rest.get(f"/process-instance/{case}/activity-instances")["childActivityInstances"]
    assert rest.get(f"/execution/{part['executionIds'][0]}/localVariables")["own"]["value"] == "v"
    assert rest.get(f"/process-instance/{case}/variables")["x"]["value"] == 1
    logged = rest.get("/history/user-operation", operationType="ModifyProcessInstance")
    assert {entry["annotation"] for entry in logged} == {"by hand"}
    assert {"property": "at", "orgValue": "['a']", "newValue": "['inner']"}.items() <= logged[0].items()
    modify(
        rest,
        case,
        {"type": "startAfterActivity", "activityId": "part"},
        {"type": "startBeforeActivity", "activityId": "inner", "ancestorActivityInstanceId": case},
        {"type": "cancel", "activityInstanceId": part["id"]},
    )
    assert open_tasks(rest, case) == ["inner", "sign", "sign"]


def test_bodies_and_transitions_are_named_as_camunda_names_them(rest: Rest, case: str) -> None:
    modify(rest, case, {"type": "startBeforeActivity", "activityId": "sign#multiInstanceBody"})
    modify(rest, case, {"type": "startBeforeActivity", "activityId": "sign"})
    assert open_tasks(rest, case) == ["a", "sign", "sign", "sign"]
    tree = rest.get(f"/process-instance/{case}/activity-instances")
    body = next(each for each in tree["childActivityInstances"] if each["activityType"] == "multiInstanceBody")
    assert body["activityId"] == "sign#multiInstanceBody" and len(body["childActivityInstances"]) == 3
    modify(rest, case, {"type": "cancel", "activityInstanceId": body["childActivityInstances"][0]["id"]})
    modify(rest, case, {"type": "cancel", "activityId": "sign#multiInstanceBody"})
    assert open_tasks(rest, case) == ["a"]


@pytest.mark.parametrize(
    ("instruction", "said"),
    [
        ({"type": "startBeforeActivity"}, "For instruction type 'startBeforeActivity': 'activityId' must be set"),
        ({"type": "startTransition"}, "For instruction type 'startTransition': 'transitionId' must be set"),
        ({"type": "cancel"}, "exactly one, 'activityId', 'activityInstanceId', or 'transitionInstanceId'"),
        ({"type": "jump"}, "'jump' is no instruction type"),
        ({"type": "startBeforeActivity", "activityId": "x"}, "activity is null"),
        ({"type": "cancel", "activityInstanceId": "a:x"}, "Activity instance 'x' does not exist"),
    ],
)
def test_what_is_wrong_is_a_400(rest: Rest, case: str, instruction: dict[str, Any], said: str) -> None:
    answer = modify(rest, case, instruction, status=400)
    assert answer["type"] == "InvalidRequestException" and said in answer["message"]
    assert open_tasks(rest, case) == ["a"]


def test_an_instance_that_is_not_there(rest: Rest) -> None:
    modify(rest, "none", {"type": "cancel", "activityId": "a"}, status=404)
