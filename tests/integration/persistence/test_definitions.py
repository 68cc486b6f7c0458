"""Deployments and definitions: versions, tags, files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain import events
from app.domain.errors import Conflict, NotFound
from app.domain.queries.definition import DefinitionContentQuery, DefinitionQuery, ElementStatisticsQuery
from app.domain.queries.deployment import DeploymentQuery, ResourceContentQuery, ResourcesQuery
from app.domain.values import SYSTEM
from app.persistence.store import SqlStore
from tests.integration.persistence import rows


def test_the_latest_version_is_found(store: SqlStore) -> None:
    second = rows.deployed(2)
    tagged = replace(second, definitions=(replace(second.definitions[0], version_tag="v2"),))
    with store.transaction() as work:
        work.record(tagged)
        definitions = work.definitions
        assert definitions.latest("process", "leave") == tagged.definitions[0]
        assert definitions.by_version("process", "leave", 1) == rows.deployed().definitions[0]
        assert definitions.by_version_tag("process", "leave", "v2") == tagged.definitions[0]
        assert definitions.in_deployment("process", "leave", "dep1") == rows.deployed().definitions[0]
        assert definitions.of_deployment("dep2") == tagged.definitions
        assert definitions.latest_by_kind("process") == tagged.definitions
        assert definitions.latest_deployment("office", "test") == tagged.deployment
        assert definitions.latest_deployment("office", None) is None
        assert definitions.resources("dep2") == tagged.resources
        assert definitions.resource("dep2", "leave.bpmn") == tagged.resources[0]
        with pytest.raises(NotFound):
            definitions.resource("dep2", "other.bpmn")
        with pytest.raises(NotFound):
            definitions.get("nothing")


def test_a_version_is_given_once(store: SqlStore) -> None:
    again = rows.deployed(2)
    doubled = replace(again, definitions=(replace(again.definitions[0], version=1),))

    with pytest.raises(Conflict), store.transaction() as work:
        work.record(doubled)


def test_suspension_is_kept(store: SqlStore) -> None:
    with store.transaction() as work:
        work.record(events.DefinitionChanged("leave:1", {"suspended": True, "history_time_to_live": 30}))
    with store.transaction() as work:
        assert work.definitions.get("leave:1").suspended


def test_lists_of_definitions(store: SqlStore) -> None:
    with store.transaction() as work:
        work.record(rows.deployed(2))
    rows.started(store, rows.activity("approve:t1"), events.IncidentOpened(rows.incident(definition_id="leave:1")))

    def ids(**filters: Any) -> list[str]:
        return [row.id for row in store.ask(DefinitionQuery(**filters), SYSTEM).rows]

    assert ids() == ["leave:2", "leave:1"]
    assert ids(latest=True) == ["leave:2"]
    assert ids(latest=False) == ["leave:1"]
    assert ids(deployment_id="dep1") == ["leave:1"]
    assert ids(without_version_tag=True) == ["leave:2", "leave:1"]
    assert ids(incident_kind="failedJob") == ["leave:1"]
    counted = store.ask(DefinitionQuery(with_running=True), SYSTEM).rows
    assert [(row.running, row.incidents) for row in counted] == [(0, 0), (1, 1)]
    (element,) = store.ask(ElementStatisticsQuery("leave:1"), SYSTEM)
    assert (element.element_id, element.running) == ("approve", 1)
    assert [row.id for row in store.ask(DeploymentQuery(), SYSTEM).rows] == ["dep2", "dep1"]
    assert [row.name for row in store.ask(ResourcesQuery("dep1"), SYSTEM)] == ["leave.bpmn"]
    assert store.ask(ResourceContentQuery("dep1", "res1"), SYSTEM).content == b"<bpmn/>"
    assert store.ask(ResourceContentQuery("dep2", "res1"), SYSTEM) is None
    assert store.ask(DefinitionContentQuery("leave:2"), SYSTEM).name == "leave.bpmn"
