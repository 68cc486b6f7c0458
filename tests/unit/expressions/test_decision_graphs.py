"""What decisions require: input data with types, knowledge models, decision services, other decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.definitions import read_dmn
from app.expressions import DecisionFailed, Decisions
from tests.unit.expressions.dmn_text import decision, dmn, knowledge, text, value

PERSON = (
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>'
)
GRADE = (
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"甲", "乙"</text></allowedValues>'
    "</itemDefinition>"
)


def given(id: str, name: str, type_ref: str) -> str:
    """Input data."""
    return f'<inputData id="{id}" name="{name}"><variable name="{name}" typeRef="{type_ref}"/></inputData>'


def service(id: str, output: str, decisions: tuple[str, ...] = (), data: tuple[str, ...] = ()) -> str:
    """A decision service."""
    inner = f'<outputDecision href="#{output}"/>'
    inner += "".join(f'<inputDecision href="#{each}"/>' for each in decisions)
    inner += "".join(f'<inputData href="#{each}"/>' for each in data)
    return f'<decisionService id="{id}" name="{id}"><variable name="{id}"/>{inner}</decisionService>'


def test_input_data_has_its_type_and_a_date_of_json_is_a_date() -> None:
    content = dmn(PERSON, given("i", "申请人", "tPerson"), decision("d", text("申请人.born.year"), "i:i"))
    assert value(content, "d", {"申请人": {"name": "李", "born": "1990-05-01"}}) == 1990
    with pytest.raises(DecisionFailed, match="'申请人' needs tPerson, not number"):
        value(content, "d", {"申请人": 3})
    assert value(content, "d") is None


def test_allowed_values_of_input_data_are_kept() -> None:
    content = dmn(GRADE, given("i", "grade", "tGrade"), decision("d", text("grade"), "i:i"))
    assert value(content, "d", {"grade": "甲"}) == "甲"
    with pytest.raises(DecisionFailed, match="not allowed by tGrade") as refused:
        value(content, "d", {"grade": "丙"})
    assert "允许值" in refused.value.text.zh


def test_a_knowledge_model_is_a_function_that_sees_its_parameters_only() -> None:
    content = dmn(
        knowledge("加价", "base: number, rate", text("base * (1 + rate) + (if secret = null then 0 else 1)")),
        decision("d", text("加价(100, 0.5)"), "k:加价"),
    )
    assert value(content, "d", {"secret": 1}) == 150


def test_knowledge_models_require_each_other_and_may_call_themselves() -> None:
    content = (
        dmn(
            knowledge("fact", "n", text("if n <= 1 then 1 else n * fact(n - 1)"), "k:fact"),
            knowledge("twice fact", "n", text("2 * fact(n)"), "k:fact"),
            decision("d", text("twice fact(5)"), "k:twice fact"),
        )
        .replace(b'id="twice fact"', b'id="twice"')
        .replace(b"#twice fact", b"#twice")
    )
    assert value(content, "d") == 240


@pytest.mark.parametrize(("call", "expected"), [("f(1)", 1), ('f("a")', None), ("f([2])", 2), ("f(null)", None)])
def test_a_knowledge_model_with_arguments_of_the_wrong_type_is_null(call: str, expected: Any) -> None:
    content = dmn(knowledge("f", "n: number", text("n"), result="number"), decision("d", text(call), "k:f"))
    assert value(content, "d") == expected


def test_a_knowledge_model_may_bear_the_name_of_a_built_in_function_but_a_variable_does_not_hide_one() -> None:
    content = dmn(
        given("i", "count", "number"),
        knowledge("sum", "a, b, c", text('string join(["own", a, b, c])')),
        decision("d", text('sum("1", "2", "3")'), "k:sum"),
        decision("e", text("count([1, 2]) + count"), "i:i"),
    )
    assert (value(content, "d"), value(content, "e", {"count": 40})) == ("own123", 42)


def test_a_decision_may_give_a_function_to_another() -> None:
    content = dmn(decision("f", text("function(x) x * 2")), decision("d", text("f(21)"), "d:f"))
    assert value(content, "d") == 42


def test_values_between_decisions_keep_their_types() -> None:
    content = dmn(
        decision("a", text('{day: date("2026-09-14"), share: 1 / 3, parts: [duration("P1D")]}')),
        decision("d", text("[a.day + a.parts[1], a.share * 3 = 1]"), "d:a"),
    )
    assert value(content, "d") == ["2026-09-15", False]
    models = {model.id: model for model in read_dmn(content, "x.dmn")}
    raw = Decisions().value(models, "a", {})
    assert (raw["day"], raw["share"]) == (date(2026, 9, 14), Decimal(1) / Decimal(3) + Decimal("0.33333e-28")) or (
        len(raw["share"].as_tuple().digits) == 34
    )


SERVICE = dmn(
    given("base", "base", "number"),
    decision("rate", text("0.1"), type_ref="number"),
    decision("price", text("base * (1 + rate)"), "i:base", "d:rate", type_ref="number"),
    service("pricing", "price", ("rate",), ("base",)),
    decision("d", text("[pricing(100, 0.5), pricing(rate: 1, base: 10), price]"), "k:pricing", "d:price"),
    decision("wrong", text('[pricing("a", 1), pricing(1)]'), "k:pricing"),
)


def test_a_decision_service_is_a_function_of_its_input_data_and_decisions() -> None:
    assert value(SERVICE, "d", {"base": 20}) == [150, 20, 22]
    assert value(SERVICE, "wrong") == [None, None]


def test_a_decision_service_may_be_asked_itself() -> None:
    models = {model.id: model for model in read_dmn(SERVICE, "x.dmn")}
    assert Decisions().service(models, "pricing", {"base": 100, "rate": 1}) == {"price": 200}
    with pytest.raises(DecisionFailed, match="no decision service"):
        Decisions().service(models, "nothing", {})


def test_a_service_that_calls_its_caller_is_a_circle() -> None:
    content = dmn(decision("d", text("s()"), "k:s"), service("s", "d"))
    with pytest.raises(DecisionFailed, match="d → d"):
        value(content, "d")


def test_names_with_signs_are_read_where_the_model_knows_them() -> None:
    item = (
        '<itemDefinition name="tCase"><itemComponent name="due-date"><typeRef>date</typeRef></itemComponent>'
        '<itemComponent name="cost and benefit"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    )
    content = dmn(
        item,
        given("i", "case / file", "tCase"),
        decision("d", text("case / file.cost and benefit + case / file.due-date.day"), "i:i"),
    )
    assert value(content, "d", {"case / file": {"due-date": "2026-09-14", "cost and benefit": 1}}) == 15


def test_check_compiles_what_a_decision_requires() -> None:
    [model] = read_dmn(dmn(knowledge("f", "n", text("n +")), decision("d", text("f(1)"), "k:f")), "x.dmn")
    with pytest.raises(DecisionFailed, match="knowledge"):
        Decisions().check(model)
