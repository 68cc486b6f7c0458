"""The office's bundle is whole: diagrams, tables and forms resolve each other and follow the catalogue."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import Any

import pytest
from lxml import etree

from tests.bundles import catalogue
from tests.bundles.bundle_files import (
    BPMN,
    CAMUNDA,
    DMN,
    ROOT,
    Diagram,
    deadline_rows,
    decision_ids,
    diagrams,
    dmn_paths,
    fields,
    forms,
    local,
    prop,
)

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EACH = pytest.mark.parametrize("diagram", diagrams(), ids=lambda d: d.key)
FORMS = pytest.mark.parametrize("form_id", forms())
KEYS = {d.key for d in diagrams()}
FIELD_TYPES = frozenset(
    [
        "text",
        "textfield",
        "textarea",
        "number",
        "checkbox",
        "radio",
        "select",
        "checklist",
        "datetime",
        "dynamiclist",
        "user_picker",
        "group_picker",
        "reference_picker",
        "file_list",
    ]
)


def _message_names(diagram: Diagram) -> dict[str, str]:
    return {m.get("id"): m.get("name") for m in diagram.of("message")}


def _events(diagram: Diagram, *tags: str) -> list[tuple[Any, str]]:
    names = _message_names(diagram)
    return [
        (event.getparent(), names[event.get("messageRef")])
        for event in diagram.of("messageEventDefinition")
        if local(event.getparent()) in tags
    ]


def _texts(diagram: Diagram) -> list[str]:
    values = [v for e in diagram.tree.iter(etree.Element) for v in (*e.attrib.values(), e.text or "")]
    return [v for v in values if "${" in v]


@EACH
def test_file_process_and_folder_have_one_name(diagram: Diagram) -> None:
    path = ROOT / "bpmn" / diagram.key / f"{diagram.key}.bpmn"
    participant = diagram.of("participant")[0]

    assert path.exists()
    assert diagram.process.get("id") == diagram.key == participant.get("processRef")
    assert diagram.process.get("isExecutable") == "true"
    assert diagram.process.get(CAMUNDA + "historyTimeToLive") == "P3650D"
    assert participant.get("name") == diagram.process.get("name")
    assert CHINESE.search(diagram.process.get("name"))


@EACH
def test_ids_are_unique(diagram: Diagram) -> None:
    ids = Counter(e.get("id") for e in diagram.tree.iter(etree.Element) if e.get("id"))

    assert [i for i, n in ids.items() if n > 1] == []


@EACH
def test_flows_join_nodes_of_their_own_scope(diagram: Diagram) -> None:
    for flow in diagram.of("sequenceFlow"):
        scope = {n.get("id"): n for n in diagram.nodes if n.getparent() is flow.getparent()}
        source, target = scope[flow.get("sourceRef")], scope[flow.get("targetRef")]
        assert flow.get("id") in [o.text for o in source.findall(BPMN + "outgoing")]
        assert flow.get("id") in [i.text for i in target.findall(BPMN + "incoming")]


@EACH
def test_every_node_can_be_reached_and_left(diagram: Diagram) -> None:
    for node in diagram.nodes:
        kind = local(node)
        if kind not in {"startEvent", "boundaryEvent"}:
            assert node.findall(BPMN + "incoming"), node.get("id")
        if kind != "endEvent":
            assert node.findall(BPMN + "outgoing"), node.get("id")
        if kind == "boundaryEvent":
            assert node.get("attachedToRef") in {n.get("id") for n in diagram.nodes}


@EACH
def test_deciding_gateways_have_a_condition_or_a_default_on_every_way(diagram: Diagram) -> None:
    for gateway in diagram.of("exclusiveGateway") + diagram.of("inclusiveGateway"):
        ways = [f for f in diagram.of("sequenceFlow") if f.get("sourceRef") == gateway.get("id")]
        if len(ways) > 1:
            bare = [f.get("id") for f in ways if f.find(BPMN + "conditionExpression") is None]
            assert bare == [gateway.get("default")], gateway.get("id")
            assert all(CHINESE.search(f.get("name") or "") for f in ways), gateway.get("id")


@EACH
def test_every_node_of_the_process_is_in_exactly_one_lane(diagram: Diagram) -> None:
    refs = Counter(ref.text for ref in diagram.of("flowNodeRef"))

    assert refs == Counter(n.get("id") for n in diagram.top_nodes())
    assert all(CHINESE.search(lane.get("name")) for lane in diagram.of("lane"))


@EACH
def test_human_tasks_have_chinese_names_people_and_forms(diagram: Diagram) -> None:
    for task in diagram.of("userTask"):
        groups = task.get(CAMUNDA + "candidateGroups")
        assert CHINESE.search(task.get("name")), task.get("id")
        assert groups or task.get(CAMUNDA + "assignee"), task.get("id")
        assert task.get(CAMUNDA + "formRef") in forms(), task.get("id")
        assert task.get(CAMUNDA + "formRefBinding") == "deployment"
        for group in (groups or "").split(",") if "${" not in (groups or "") else []:
            assert _is_group(group), (task.get("id"), group)


def _is_group(name: str) -> bool:
    if not name:
        return True
    return name in catalogue.GROUPS or any(
        name.endswith(role) and name.removesuffix(role) in catalogue.GROUPS for role in catalogue.UNIT_ROLES
    )


@EACH
def test_start_forms_exist(diagram: Diagram) -> None:
    for start in diagram.of("startEvent"):
        assert start.get(CAMUNDA + "formRef") in {None, *forms()}


@EACH
def test_tables_and_called_processes_exist(diagram: Diagram) -> None:
    for task in diagram.of("businessRuleTask"):
        assert task.get(CAMUNDA + "decisionRef") in decision_ids()
    for call in diagram.of("callActivity"):
        assert call.get("calledElement") in KEYS
        assert call.find(f"{BPMN}extensionElements/{CAMUNDA}in[@businessKey]") is not None


@EACH
def test_service_tasks_use_workers_of_the_catalogue(diagram: Diagram) -> None:
    for task in diagram.of("serviceTask"):
        assert task.get(CAMUNDA + "type") == "external"
        assert task.get(CAMUNDA + "topic") in catalogue.WORKERS


@EACH
def test_thrown_messages_say_whom_they_are_for_and_somebody_receives_them(diagram: Diagram) -> None:
    receivers = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
    received = {name for d in diagrams() for _, name in _events(d, *receivers)}
    starting = {name for d in diagrams() for _, name in _events(d, "startEvent")}
    for event, name in _events(diagram, "intermediateThrowEvent", "endEvent"):
        assert name in received, name
        assert prop(event, "correlation"), name
        assert prop(event, "payload"), name
        assert bool(prop(event, "message_key")) == (name in starting), name


@EACH
def test_deadlines_named_by_elements_and_timers_are_rows_of_the_table(diagram: Diagram) -> None:
    named = {prop(node, "deadline") for node in diagram.nodes} - {None}
    asked = {m for text in _texts(diagram) for m in re.findall(r"deadline\.due\('([^']+)'\)", text)}

    assert named | asked <= set(deadline_rows())


@pytest.mark.parametrize("key", catalogue.DEADLINES)
def test_steps_have_the_deadline_of_the_catalogue(key: str) -> None:
    (diagram,) = (d for d in diagrams() if d.key == key)
    found = {n.get("id"): prop(n, "deadline") for n in diagram.nodes}

    assert {i: found.get(i) for i in catalogue.DEADLINES[key]} == catalogue.DEADLINES[key]


@pytest.mark.parametrize("key", catalogue.STEPS)
def test_all_steps_and_gateways_of_the_catalogue_are_drawn(key: str) -> None:
    (diagram,) = (d for d in diagrams() if d.key == key)
    drawn = {n.get("id").split("_")[0] for n in diagram.nodes}

    assert catalogue.STEPS[key] - drawn == set()


@pytest.mark.parametrize("key", catalogue.PLACEHOLDERS)
def test_a_neighbour_is_one_human_task_under_its_final_key_and_message(key: str) -> None:
    (diagram,) = (d for d in diagrams() if d.key == key)

    assert {name for _, name in _events(diagram, "startEvent")} == catalogue.PLACEHOLDERS[key]
    assert len(diagram.of("userTask")) == 1


def test_deadline_rows_are_complete() -> None:
    for name, article, formula, count, base, expiry, group in deadline_rows().values():
        assert CHINESE.search(name)
        assert article
        assert formula.startswith("${") and formula.endswith("}")
        assert int(count) >= 0
        assert base
        assert expiry in {"none", "remind", "late", "escalate", "deemed"}
        assert _is_group(group)
        assert bool(group) == (expiry in {"remind", "late", "escalate"})


def test_tables_have_unique_ids_and_full_rows() -> None:
    for path in dmn_paths():
        tree = etree.parse(path)
        ids = Counter(e.get("id") for e in tree.iter(etree.Element) if e.get("id"))
        assert max(ids.values()) == 1, path.name
        for table in tree.iter(DMN + "decisionTable"):
            columns = (len(table.findall(DMN + "input")), len(table.findall(DMN + "output")))
            for rule in table.findall(DMN + "rule"):
                assert columns == (len(rule.findall(DMN + "inputEntry")), len(rule.findall(DMN + "outputEntry")))


@FORMS
def test_form_fields_are_chinese_typed_and_unique(form_id: str) -> None:
    form = forms()[form_id]
    found = fields(form["components"])
    keys = Counter(f["key"] for f in form["components"] if "key" in f)

    assert form["id"] == form_id
    assert form["schemaVersion"] == 18
    assert CHINESE.search(form["name"])
    assert not keys or max(keys.values()) == 1
    for field in found:
        assert field["type"] in FIELD_TYPES
        assert CHINESE.search(field.get("label") or field.get("text") or "")
        assert field.get("conditional", {}).get("hide", "=").startswith("=")


@FORMS
def test_form_choices_and_pickers_are_defined(form_id: str) -> None:
    for field in fields(forms()[form_id]["components"]):
        if field["type"] in {"radio", "select", "checklist"}:
            assert len(field["values"]) >= 1
            assert len({v["value"] for v in field["values"]}) == len(field["values"])
        if field["type"] == "reference_picker":
            assert field["reference"]
        if field["type"] in {"user_picker", "group_picker", "file_list"}:
            assert isinstance(field["multiple"], bool)


def test_every_form_is_used_by_a_diagram() -> None:
    used = {n.get(CAMUNDA + "formRef") for d in diagrams() for n in d.nodes}

    assert set(forms()) - used == set()


def test_settings_file_types_its_defaults_and_holds_what_the_diagrams_ask() -> None:
    with (ROOT / "bpmn/shared/settings.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    asked = {m for d in diagrams() for text in _texts(d) for m in re.findall(r"setting\.get\('([^']+)'\)", text)}
    check = {"bool": ("true", "false").__contains__, "int": str.isdigit, "str": bool, "json": json.loads}

    assert asked <= set(rows)
    for row in rows.values():
        assert list(row) == ["key", "type", "default", "label_zh", "label_en", "article"]
        assert check[row["type"]](row["default"]) is not False, row["key"]
        assert CHINESE.search(row["label_zh"]) and row["label_en"]
