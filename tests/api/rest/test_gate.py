"""What every request passes: addresses, bodies, sign-in, rights, errors."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import pytest

from app.api import blueprint, instance_parameters
from app.api.filters import Listing
from app.api.history_parameters import ACTIVITIES, INSTANCES, TASKS, VARIABLES
from app.api.resources import (
    batch,
    decision,
    deployment,
    event,
    external_task,
    incident,
    job,
    process_definition,
    user_operation,
    variable_instance,
)  # fmt: skip
from app.api.task_parameters import LISTING as TASK_LISTING
from app.domain.errors import NotAllowed
from app.domain.ports.identity import Identity
from app.domain.queries.common import Sort
from app.domain.values import Actor, Right
from tests.api.rest.client import Rest, RestSettings
from tests.support.bpmn_builder import bpmn, chain, end, start, user

ORDER = bpmn("order", start("s"), user("a", candidate_groups="desk"), end("e"), *chain("s", "a", "e"))
LISTINGS = [
    decision.LISTING, deployment.LISTING, event.LISTING, external_task.LISTING, incident.LISTING, job.LISTING,
    process_definition.LISTING, instance_parameters.LISTING, user_operation.LISTING, variable_instance.LISTING,
    batch.OPEN, batch.ALL, TASK_LISTING, INSTANCES, ACTIVITIES, TASKS, VARIABLES,
]  # fmt: skip


def test_every_parameter_goes_to_a_field_that_exists(rest: Rest) -> None:
    for listing in LISTINGS:
        _check(rest, listing)


def _check(rest: Rest, listing: Listing) -> None:
    known = {field.name for field in fields(cast(Any, listing.query))}
    for wanted in listing.filters.values():
        for each in wanted if isinstance(wanted, tuple) else (wanted,):
            assert not each.field or each.field in known
    for name in listing.sorts.values():
        assert rest.office.engine.ask(listing.query(**listing.always, sort=(Sort(name),)), _ALL).rows == ()


def test_every_address_answers_under_both_prefixes(rest: Rest) -> None:
    assert rest.get("/engine") == [{"name": "default"}]
    assert rest.get("/engine/default/version") == rest.get("/version")
    assert rest.get("/engine/default/task/count") == {"count": 0}
    error = rest.get("/engine/other/version", 404)
    assert error["type"] == "InvalidRequestException"


def test_an_unknown_address_is_json_and_never_a_redirect(rest: Rest) -> None:
    assert rest.get("/nothing", 404)["type"] == "NotFoundException"
    assert rest.get("/task/count/") == {"count": 0}
    for method, path in (("GET", "//task/count"), ("DELETE", "/version"), ("PATCH", "/task"), ("GET", "")):
        answer = rest.send(method, path)
        assert (answer.status_code in (404, 405), answer.headers["Content-Type"]) == (True, "application/json")


def test_a_broken_body_is_a_400(rest: Rest) -> None:
    rest.deploy(ORDER)
    path = "/process-definition/key/order/start"
    for text in ("{", "[]", '"x"', '{"variables": []}', '{"businessKey": []}', "[" * 100_000):
        answer = rest.send("POST", path, data=text, content_type="application/json")
        assert (answer.status_code, answer.get_json()["type"]) == (400, "InvalidRequestException"), text[:20]


def test_empty_bodies_and_bodies_of_reads_are_taken_as_they_come(rest: Rest) -> None:
    rest.deploy(ORDER)
    assert rest.send("POST", "/process-definition/key/order/start", content_type="application/json").status_code == 200
    assert rest.send("GET", "/task/count", json={}).get_json() == {"count": 1}


def test_unknown_fields_are_ignored_and_logged(rest: Rest, caplog: pytest.LogCaptureFixture) -> None:
    rest.deploy(ORDER)
    with caplog.at_level("INFO", "banli.rest"):
        rest.post("/process-definition/key/order/start", {"surprise": 1})
    assert "surprise" in caplog.text


def test_a_failure_of_ours_tells_nothing(
    rest: Rest, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(rest.office.engine, "ask", fail)
    error = rest.get("/task", 500)
    assert error["type"] == "RestException" and "secret" not in error["message"]
    assert "secret" in caplog.text


def test_a_key_makes_a_start_happen_once(rest: Rest) -> None:
    rest.deploy(ORDER)
    sent = [
        rest.send("POST", "/process-definition/key/order/start", json={}, headers={"Idempotency-Key": "k"}).get_json()
        for _ in range(2)
    ]
    assert sent[0]["id"] == sent[1]["id"]
    assert rest.get("/process-instance/count") == {"count": 1}


def test_without_sign_in_only_this_machine_and_its_own_pages_may_call(rest: Rest) -> None:
    evil = {"Origin": "https://evil.example"}
    assert rest.send("GET", "/task", headers=evil).status_code == 403
    assert rest.send("GET", "/task", headers={"Host": "evil.example"}).status_code == 403
    assert rest.send("GET", "/task", headers={"Origin": "http://localhost"}).status_code == 200
    assert rest.send("GET", "/version", headers={"Origin": "file://"}).status_code == 200


def test_without_sign_in_nothing_is_served_beyond_loopback(rest: Rest) -> None:
    with pytest.raises(NotAllowed):
        blueprint(
            rest.office.engine,
            cast(Identity, rest.accounts),
            RestSettings("none", loopback=False),
            files=rest.office.store.files,
            notifier=rest.office.notifier,
        )


def test_basic_credentials_are_asked_for(guarded: Rest) -> None:
    answer = guarded.send("GET", "/version")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="default"'
    assert guarded.send("GET", "/version", auth=("machine", "wrong")).status_code == 401
    assert guarded.send("GET", "/version", headers={"Authorization": "Bearer x"}).status_code == 401
    guarded.as_ = "machine"
    guarded.get("/version")


def test_a_person_has_only_their_own_rights(guarded: Rest) -> None:
    guarded.accounts.actors |= {
        "li": Actor("li", frozenset({Right.CLERK}), frozenset({"desk"})),
        "wang": Actor("wang", frozenset({Right.CLERK})),
        "zhao": Actor("zhao", frozenset({Right.OPERATOR})),
    }
    guarded.as_ = "machine"
    guarded.deploy(ORDER)
    instance = guarded.start("order")
    id = guarded.task(instance)["id"]
    guarded.as_ = "wang"
    assert guarded.get("/task/count") == {"count": 0}
    guarded.get(f"/task/{id}", 404)
    guarded.get(f"/process-instance/{instance}/activity-instances", 404)
    guarded.get(f"/process-instance/{instance}/variables", 404)
    guarded.post(f"/task/{id}/complete", {}, 500)
    refused = guarded.post("/external-task/fetchAndLock", {"workerId": "w", "topics": []}, 403)
    assert (refused["type"], refused["userId"]) == ("AuthorizationException", "wang")
    assert refused["missingAuthorizations"] == []
    guarded.deploy(ORDER, status=403)
    guarded.as_ = "zhao"
    guarded.delete(f"/process-instance/{instance}", 400)
    headers = {"Banli-Reason": "%E9%87%8D%E5%A4%8D"}
    suspended = guarded.send(
        "PUT", f"/process-instance/{instance}/suspended", json={"suspended": True}, headers=headers
    )
    assert suspended.status_code == 204
    entries = guarded.get("/history/user-operation", operationType="Suspend")
    assert [entry["annotation"] for entry in entries] == ["重复"]


def test_the_rules_of_a_form_hold_for_people_on_every_way(guarded: Rest, tmp_path: Path) -> None:
    form = b'{"id":"f","type":"default","components":[{"type":"number","key":"n","label":"N","validate":{"max":3}}]}'
    process = bpmn("p", start("s"), user("a", form_ref="f", assignee="li"), end("e"), *chain("s", "a", "e"))
    guarded.accounts.actors["li"] = Actor("li", frozenset({Right.CLERK}))
    guarded.as_ = "machine"
    guarded.deploy(process, forms={"f.form": form})
    instance = guarded.start("p")
    task = guarded.task(instance)
    assert (task["formKey"], task["camundaFormRef"]["key"]) == (None, "f")
    assert guarded.get(f"/task/{task['id']}/form")["camundaFormRef"]["key"] == "f"
    guarded.as_ = "li"
    assert guarded.get(f"/task/{task['id']}/deployed-form")["id"] == "f"
    assert guarded.get(f"/task/{task['id']}/form-variables") == {}
    guarded.get(f"/task/{task['id']}/rendered-form", 400)
    wrong = {"variables": {"n": {"value": 4}}}
    assert "n" in guarded.post(f"/task/{task['id']}/complete", wrong, 400)["message"]
    guarded.as_ = "machine"
    guarded.post(f"/task/{task['id']}/submit-form", wrong, 400)
    guarded.post(f"/task/{task['id']}/complete", wrong, 204)


_ALL = Actor("all", frozenset(Right))
