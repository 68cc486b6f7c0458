"""Decisions that require others, and decisions that are one expression."""

from __future__ import annotations

import pytest

from app.domain.model.decision import (
    DecisionInput,
    DecisionModel,
    DecisionOutput,
    DecisionRule,
    DecisionTable,
    LiteralDecision,
)
from app.expressions import DecisionFailed, Decisions


def units(policy: str = "COLLECT") -> DecisionModel:
    """Whom to consult, by the nature of the matter."""
    rules = (
        DecisionRule("r1", ("true", "-"), ('"finance"',)),
        DecisionRule("r2", ("-", "true"), ('"legal"',)),
    )
    inputs = (DecisionInput("i1", None, "fiscal"), DecisionInput("i2", None, "normative"))
    return DecisionModel("units", "会签单位", DecisionTable(policy, inputs, (DecisionOutput("o", "unit"),), rules))


def literal(key: str, text: str, *requires: str, language: str = "feel", type_ref: str | None = None) -> DecisionModel:
    """A decision of one expression."""
    return DecisionModel(key, None, LiteralDecision(text, language, None, type_ref), requires)


def test_a_required_collection_is_a_list_under_id_name_and_output() -> None:
    scope = {"fiscal": True, "normative": True}
    for text, expected in [("count(units)", 2), ("会签单位[2]", "legal"), ("unit[1]", "finance")]:
        decisions = {"units": units(), "main": literal("main", text, "units")}
        result = Decisions().decide(decisions, "main", scope)
        assert result.is_single
        assert result.single == expected


def test_a_required_single_hit_is_its_value() -> None:
    decisions = {"units": units("FIRST"), "main": literal("main", "upper case(units)", "units")}
    assert Decisions().decide(decisions, "main", {"fiscal": False, "normative": True}).single == "LEGAL"
    assert Decisions().decide(decisions, "main", {}).single is None


def test_literals_know_both_languages_and_their_type() -> None:
    decisions = {"a": literal("a", "${x + 1}", language="juel"), "b": literal("b", "a * 2", "a", type_ref="integer")}
    result = Decisions().decide(decisions, "b", {"x": 20})
    assert (result.single, result.rows) == (42, ({"b": 42},))


def test_unknown_and_circular_decisions_are_refused() -> None:
    decisions = {"a": literal("a", "b", "b"), "b": literal("b", "a", "a"), "c": literal("c", "d", "d")}
    with pytest.raises(DecisionFailed, match="a → b → a"):
        Decisions().decide(decisions, "a", {})
    with pytest.raises(DecisionFailed, match="no decision 'd'"):
        Decisions().decide(decisions, "c", {})


def test_a_diamond_of_decisions_is_decided_once_each() -> None:
    calls: list[int] = []
    decisions = {"d0": literal("d0", "count.up()")}
    for n in range(1, 40):
        decisions[f"d{n}"] = literal(f"d{n}", f"d{n - 1}", f"d{n - 1}", f"d{n - 1}")

    def up() -> int:
        calls.append(1)
        return len(calls)

    bean = {"count": {"up": up}}
    assert Decisions().decide(decisions, "d39", {}, bean).single == 1


def test_check_compiles_and_names_what_is_wrong() -> None:
    Decisions().check(units())
    with pytest.raises(DecisionFailed, match="expression"):
        Decisions().check(literal("x", "1 +"))
