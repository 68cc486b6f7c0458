"""Business rule tasks on decisions with everything DMN has: types, knowledge models, services, what history keeps."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.commands.decision import EvaluateDecision
from app.domain.errors import DefinitionInvalid, EvaluationFailed
from app.domain.queries.history import DecisionQuery
from app.domain.values import SYSTEM
from tests.support.bpmn_builder import bpmn, chain, rule, script, start, user
from tests.support.engine_driver import Office
from tests.unit.expressions.dmn_text import decision, dmn, knowledge, text

PROCESS = bpmn(
    "p",
    start("s"),
    rule("r", decision="level", result_variable="level", map_decision_result="singleEntry"),
    user("a"),
    *chain("s", "r", "a"),
)
TABLE = (
    '<decisionTable hitPolicy="FIRST"><input label="期限"><inputExpression><text>term(申请.received)</text>'
    '</inputExpression></input><output name="level" typeRef="string"/>'
    '<rule id="late"><inputEntry><text>&lt; duration("P30D")</text></inputEntry>'
    '<outputEntry><text>"urgent " + rate</text></outputEntry></rule>'
    '<rule id="else"><inputEntry/><outputEntry><text>"normal"</text></outputEntry></rule></decisionTable>'
)
MODEL = dmn(
    '<itemDefinition name="tCase"><itemComponent name="received"><typeRef>date</typeRef></itemComponent>'
    "</itemDefinition>",
    '<inputData id="i" name="申请"><variable name="申请" typeRef="tCase"/></inputData>',
    knowledge("term", "day: date", text('date("2026-12-31") - day')),
    decision("rate", text("string(round half up(1 / 3, 2))")),
    decision("level", TABLE, "i:i", "d:rate", "k:term"),
)


def test_a_rule_task_decides_with_types_and_functions_and_history_keeps_what_it_saw(office: Office) -> None:
    office.deploy(PROCESS, MODEL)
    instance = office.start("p", 申请={"received": "2026-12-15"})
    assert office.variables(instance)["level"] == "urgent 0.33"
    [kept] = office.engine.ask(DecisionQuery(instance_ids=(instance,)), SYSTEM).rows
    assert (kept.inputs, kept.matched_rules) == ({"期限": "P16D"}, ("late",))


def test_a_decision_may_be_asked_from_outside(office: Office) -> None:
    deployed = office.deploy(MODEL)
    level = next(each for each in deployed.definitions if each.key == "level")
    result = office.execute(EvaluateDecision(level.id, {"申请": {"received": "2026-01-01"}}))
    assert result.rows == ({"level": "normal"},)
    with pytest.raises(EvaluationFailed, match="needs tCase"):
        office.execute(EvaluateDecision(level.id, {"申请": "yesterday"}))


def test_a_misspelt_function_is_refused_when_deployed(office: Office) -> None:
    with pytest.raises(DefinitionInvalid, match="unknown function 'trem'") as refused:
        office.deploy(MODEL.replace(b"term(\xe7", b"trem(\xe7"))
    [problem] = refused.value.problems
    assert (problem.element_id, "未知函数" in problem.text.zh) == ("level", True)


def test_a_time_without_zone_is_the_offices(tmp_path: Path) -> None:
    at = '= string(date and time("2026-03-01T09:00:00") = date and time("2026-03-01T09:00:00@Asia/Tokyo"))'
    with Office(tmp_path, zone=ZoneInfo("Asia/Tokyo")) as office:
        ask = script("x", at, format="feel", result_variable="same")
        office.deploy(bpmn("p", start("s"), ask, user("a"), *chain("s", "x", "a")))
        assert office.variables(office.start("p"))["same"] == "true"
