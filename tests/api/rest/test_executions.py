"""Executions as Camunda's clients look for them, and signals to one of them."""

from __future__ import annotations

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import bpmn, catch, chain, end, message, parallel, signal, start, user

WAITING = bpmn(
    "waiting",
    start(),
    parallel("split"),
    catch("one", signal("Go")),
    catch("two", signal("Go")),
    catch("mail", message("Mail")),
    user("a"),
    *chain("start", "split", "one"),
    *chain("split", "two"),
    *chain("split", "mail"),
    *chain("split", "a"),
    end(),
    *chain("one", "end"),
)


@pytest.fixture
def case(rest: Rest) -> str:
    rest.deploy(WAITING)
    return rest.start("waiting")


def test_executions_are_found_by_what_they_wait_for(rest: Rest, case: str) -> None:
    (mail,) = rest.get("/execution", messageEventSubscriptionName="Mail", processInstanceId=case)
    assert mail == {"id": mail["id"], "processInstanceId": case, "ended": False, "tenantId": None}
    assert len(rest.post("/execution", {"signalEventSubscriptionName": "Go"})) == 2
    assert rest.get("/execution/count", messageEventSubscriptionName="Nothing") == {"count": 0}
    assert rest.get("/execution/count", processDefinitionKey="waiting") == {"count": 5}
    assert rest.get("/execution/count", processInstanceId=case, activityId="a") == {"count": 1}
    assert len(rest.get("/execution", processInstanceId=case, firstResult=1, maxResults=2)) == 2
    assert rest.get("/execution", executionId=mail["id"]) == [mail]
    rest.get("/execution", 400, businessKey="x")
    rest.post(f"/execution/{mail['id']}/messageSubscriptions/Mail/trigger", {}, 204)
    assert rest.get("/execution/count", messageEventSubscriptionName="Mail") == {"count": 0}


def test_a_signal_for_one_execution_goes_to_no_other(rest: Rest, case: str) -> None:
    (one, two) = rest.get("/execution", signalEventSubscriptionName="Go")
    rest.post("/signal", {"name": "Go", "executionId": one["id"]}, 204)
    assert rest.get("/execution", signalEventSubscriptionName="Go") == [two]
    rest.post("/signal", {"name": "Go", "executionId": rest.get("/execution", activityId="a")[0]["id"]}, 404)
    rest.post("/signal", {"name": "Go"}, 204)
    assert rest.get("/execution/count", signalEventSubscriptionName="Go") == {"count": 0}
