"""Deployments as Camunda's clients send them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.api.rest.client import Rest
from tests.support.bpmn_builder import bpmn, chain, end, start, task, user

ONE = bpmn("one", start("s"), user("a"), end("e"), *chain("s", "a", "e"), version_tag="1.0", history_time_to_live=30)
TWO = bpmn("two", start("s"), task("a"), end("e"), *chain("s", "a", "e"))
EMPTY_FORM = b'{"id": "f", "type": "default", "components": []}'
MODELER: dict[str, Any] = {"deployment_source": "Camunda Modeler", "enable_duplicate_filtering": "true"}


def test_camunda_modeler_deploys_and_starts(rest: Rest) -> None:
    """Given the requests recorded from Camunda Modeler desktop, each gets the answer it reads."""
    assert rest.get("/deployment", maxResults=0) == []
    assert rest.get("/version") == {"version": "7.24.0"}
    data: dict[str, Any] = {
        "deployment-name": "one",
        "deployment-source": "Camunda Modeler",
        "enable-duplicate-filtering": "true",
        "one.bpmn": (io.BytesIO(ONE), "one.bpmn", "text/xml"),
        "f.form": (
            io.BytesIO(b'{"id": "f", "type": "default", "components": []}'),
            "f.form",
            "application/octet-stream",
        ),
    }
    answer = rest.send("POST", "/deployment/create", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    made = answer.get_json()
    (definition,) = made["deployedProcessDefinitions"].values()
    assert list(made) == [
        "links", "id", "name", "source", "deploymentTime", "tenantId", "deployedProcessDefinitions",
        "deployedCaseDefinitions", "deployedDecisionDefinitions", "deployedDecisionRequirementsDefinitions",
    ]  # fmt: skip
    assert made["links"][0]["href"].endswith(f"/engine-rest/deployment/{made['id']}")
    assert list(definition) == [
        "id", "key", "category", "description", "name", "version", "resource", "deploymentId", "diagram", "suspended",
        "tenantId", "versionTag", "historyTimeToLive", "startableInTasklist",
    ]  # fmt: skip
    started = rest.post(f"/process-definition/{definition['id']}/start", {"businessKey": "b", "variables": None})
    assert started["definitionId"] == definition["id"]


def test_the_same_again_changes_nothing_and_names_no_definition(rest: Rest) -> None:
    first = rest.deploy(ONE, deployment_name="d", **MODELER)
    again = rest.deploy(ONE, deployment_name="d", **MODELER)
    assert again["id"] == first["id"]
    assert again["deployedProcessDefinitions"] is None
    assert rest.get("/deployment/count") == {"count": 1}


@pytest.mark.parametrize(
    ("switch", "keys"), [("deploy_changed_only", ["two"]), ("enable_duplicate_filtering", ["one", "two"])]
)
@pytest.mark.parametrize("spelling", ["true", "True"])
def test_a_change_redeploys_all_or_only_what_changed(rest: Rest, switch: str, keys: list[str], spelling: str) -> None:
    rest.deploy(ONE, TWO, deployment_name="d", deployment_source="s")
    changed = TWO.replace(b'id="a"', b'id="a" name="changed"')
    again = rest.deploy(ONE, changed, deployment_name="d", deployment_source="s", **{switch: spelling})  # type: ignore[arg-type]  # a name that is chosen here
    assert sorted(each["key"] for each in again["deployedProcessDefinitions"].values()) == keys


def test_a_broken_diagram_is_a_parse_exception_with_element_and_line(rest: Rest) -> None:
    broken = bpmn("bad", start("s"), user("a"), end("e"), *chain("s", "a", "nowhere"))
    error = rest.deploy(broken, ONE, status=400)
    assert error["type"] == "ParseException"
    assert error["message"].startswith("ENGINE-09005 Could not parse BPMN process.")
    (finding, *_) = error["details"]["r0.bpmn"]["errors"]
    assert list(finding) == ["message", "line", "column", "mainElementId", "elementIds"]
    assert finding["mainElementId"] and finding["line"] > 0
    assert rest.get("/deployment/count") == {"count": 0}


def test_an_upload_without_files_is_refused(rest: Rest) -> None:
    error = rest.send("POST", "/deployment/create", data={"deployment-name": "x"}, content_type="multipart/form-data")
    assert (error.status_code, error.get_json()["type"]) == (400, "InvalidRequestException")


def test_a_text_part_without_a_file_name_is_a_resource_of_its_own_name(rest: Rest) -> None:
    """As operaton-mcp sends it; Camunda itself refuses it."""
    data = {"deployment-name": ["x", "x"], "one.bpmn": ONE.decode()}
    answer = rest.send("POST", "/deployment/create", data=data, content_type="multipart/form-data")
    assert len(answer.get_json()["deployedProcessDefinitions"]) == 1


def test_lists_files_and_redeployment(rest: Rest) -> None:
    made = rest.deploy(ONE, TWO, deployment_name="d", deployment_source="s")
    rest.deploy(TWO, deployment_name="other")
    (found,) = rest.get("/deployment", source="s")
    assert found["id"] == made["id"] and found == rest.get(f"/deployment/{made['id']}")
    first, _second = rest.get(f"/deployment/{made['id']}/resources")
    assert first == rest.get(f"/deployment/{made['id']}/resources/{first['id']}")
    assert (first["name"], first["deploymentId"]) == ("r0.bpmn", made["id"])
    data = rest.send("GET", f"/deployment/{made['id']}/resources/{first['id']}/data")
    assert data.data == ONE and data.headers["Content-Disposition"].startswith("attachment")
    again = rest.post(f"/deployment/{made['id']}/redeploy", {"resourceNames": ["r0.bpmn"]})
    (definition,) = again["deployedProcessDefinitions"].values()
    assert (definition["key"], definition["version"]) == ("one", 2)


def test_removal_takes_running_instances_only_with_cascade(rest: Rest) -> None:
    made = rest.deploy(ONE)
    instance = rest.start("one")
    assert rest.delete(f"/deployment/{made['id']}", 500)["type"] == "ProcessEngineException"
    rest.delete(f"/deployment/{made['id']}", cascade="true", skipCustomListeners="true")
    assert rest.get(f"/process-instance/{instance}", 404)["type"] == "InvalidRequestException"
    rest.delete(f"/deployment/{made['id']}", 404)
    rest.get(f"/deployment/{made['id']}/resources", 404)
