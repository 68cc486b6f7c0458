"""Decision tables: every hit policy, types, defaults, and what DMN forbids."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.domain.model.decision import DecisionInput, DecisionOutput, DecisionRule, DecisionTable
from app.domain.ports.evaluation import DecisionResult
from app.expressions import (
    DecisionFailed,
    ExpressionTooComplex,
    Options,
    UnknownVariable,
    compile_table,
    evaluate_table,
)
from tests.unit.expressions.support import BEANS


def table(
    policy: str,
    rules: list[tuple[str, str]],
    *,
    type_ref: str | None = None,
    allowed: tuple[str, ...] = (),
    default: str | None = None,
    aggregation: str | None = None,
    source: DecisionInput | None = None,
) -> DecisionTable:
    """A table of one input `amount` and one output `result`; rules r1, r2, ... of (input cell, output cell)."""
    return DecisionTable(
        hit_policy=policy,
        inputs=(source or DecisionInput("i1", None, "amount"),),
        outputs=(DecisionOutput("o1", "result", type_ref=type_ref, allowed_values=allowed, default=default),),
        rules=tuple(DecisionRule(f"r{n}", (test,), (value,)) for n, (test, value) in enumerate(rules, 1)),
        aggregation=aggregation,
    )


def values(result: DecisionResult) -> list[Any]:
    """The values of the one output."""
    return [row["result"] for row in result.rows]


LEVELS = [("< 10", '"low"'), ("[10..100]", '"mid"'), ("> 50", '"high"')]


@pytest.mark.parametrize(
    ("policy", "amount", "expected", "rules"),
    [
        ("UNIQUE", 5, ["low"], ("r1",)),
        ("UNIQUE", None, [], ()),
        ("FIRST", 60, ["mid"], ("r2",)),
        ("RULE ORDER", 60, ["mid", "high"], ("r2", "r3")),
        ("COLLECT", 60, ["mid", "high"], ("r2", "r3")),
        ("PRIORITY", 60, ["high"], ("r3",)),
        ("OUTPUT ORDER", 60, ["high", "mid"], ("r3", "r2")),
    ],
)
def test_hit_policy(policy: str, amount: Any, expected: list[str], rules: tuple[str, ...]) -> None:
    allowed = ('"high"', '"mid"', "low") if policy in {"PRIORITY", "OUTPUT ORDER"} else ()
    result = evaluate_table(table(policy, LEVELS, allowed=allowed), {"amount": amount})
    assert values(result) == expected
    assert result.matched_rules == rules
    assert not result.is_single


def test_unique_with_two_hits_names_the_rules() -> None:
    with pytest.raises(DecisionFailed, match="r2, r3") as caught:
        evaluate_table(table("UNIQUE", LEVELS), {"amount": 60})
    assert caught.value.rules == ("r2", "r3")


def test_any_takes_equal_outputs_and_refuses_different_ones() -> None:
    same = table("ANY", [("> 1", '"a"'), ("> 2", '"a"')])
    result = evaluate_table(same, {"amount": 5})
    assert (values(result), result.matched_rules) == (["a"], ("r1",))
    with pytest.raises(DecisionFailed) as caught:
        evaluate_table(table("ANY", LEVELS), {"amount": 60})
    assert caught.value.rules == ("r2", "r3")


def test_priority_refuses_a_value_that_is_not_allowed() -> None:
    with pytest.raises(DecisionFailed) as caught:
        evaluate_table(table("PRIORITY", LEVELS, allowed=('"low"', '"mid"')), {"amount": 60})
    assert caught.value.rules == ("r3",)


@pytest.mark.parametrize(
    ("aggregation", "type_ref", "amount", "expected"),
    [
        ("SUM", "integer", 5, 6),
        ("SUM", None, 5, Decimal(6)),
        ("MIN", "long", 5, 1),
        ("MAX", "double", 5, Decimal(3)),
        ("COUNT", "string", 5, 3),
        ("COUNT", None, 0, 0),
        ("SUM", "integer", 0, None),
        ("MAX", None, 0, None),
    ],
)
def test_collect_with_aggregation(aggregation: str, type_ref: str | None, amount: int, expected: Any) -> None:
    rules = [("> 1", "2"), ("> 2", "1"), ("> 3", "3")]
    result = evaluate_table(table("COLLECT", rules, aggregation=aggregation, type_ref=type_ref), {"amount": amount})
    assert result.is_single
    assert result.single == expected
    assert type(result.single) is type(expected)
    assert result.rows == ({"result": expected},)
    assert result.matched_rules == (("r1", "r2", "r3") if amount else ())


def test_sum_of_text_names_the_rules() -> None:
    with pytest.raises(DecisionFailed) as caught:
        evaluate_table(table("COLLECT", [("-", "1"), ("-", '"x"')], aggregation="SUM"), {"amount": 1})
    assert caught.value.rules == ("r2",)


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "COLLECT"])
def test_defaults_stand_in_where_no_rule_matches(policy: str) -> None:
    result = evaluate_table(table(policy, LEVELS[:1], default='"none"'), {"amount": 99})
    assert (values(result), result.matched_rules) == (["none"], ())


def test_the_default_of_an_aggregation_is_its_value() -> None:
    result = evaluate_table(table("COLLECT", LEVELS[:1], default="7", aggregation="SUM"), {"amount": 99})
    assert (result.single, result.is_single) == (7, True)


@pytest.mark.parametrize(
    ("type_ref", "given", "cell"),
    [
        ("string", 5, '"5"'),
        ("string", "a", '"a"'),
        ("integer", "12", "12"),
        ("integer", Decimal("12.0"), "[12..12]"),
        ("long", 12.0, "12"),
        ("double", "1.5", "1.5"),
        ("number", 1.5, "> 1"),
        ("boolean", "TRUE", "true"),
        ("boolean", False, "false"),
        ("date", "2026-09-14", 'date("2026-09-14")'),
        ("date", date(2026, 9, 14), '> date("2026-09-13")'),
        ("date", datetime(2026, 9, 13, 17, 0, tzinfo=UTC), 'date("2026-09-14")'),
        ("dateTime", "2026-09-14T08:00:00+08:00", 'date and time("2026-09-14T00:00:00Z")'),
        ("date and time", date(2026, 9, 14), 'date and time("2026-09-14T00:00:00")'),
        ("tOwnType", "x", '"x"'),
        (None, "x", '"x"'),
        ("string", None, "null"),
    ],
)
def test_inputs_take_their_declared_type(type_ref: str | None, given: Any, cell: str) -> None:
    source = DecisionInput("i1", "列", "amount", type_ref=type_ref)
    result = evaluate_table(table("UNIQUE", [(cell, "true")], source=source), {"amount": given})
    assert values(result) == [True]


@pytest.mark.parametrize(
    ("type_ref", "given"),
    [("integer", "x"), ("integer", 1.5), ("boolean", 1), ("date", "soon"), ("string", [1]), ("double", True)],
)
def test_an_input_of_the_wrong_type_names_its_column(type_ref: str, given: Any) -> None:
    source = DecisionInput("i1", "金额", "amount", type_ref=type_ref)
    with pytest.raises(DecisionFailed, match="金额"):
        evaluate_table(table("UNIQUE", [("-", "true")], source=source), {"amount": given})


@pytest.mark.parametrize(
    ("type_ref", "cell", "expected"),
    [
        ("string", "3", "3"),
        ("integer", "1 + 2", 3),
        ("long", '"7"', 7),
        ("double", "1", Decimal(1)),
        ("number", "0.5", Decimal("0.5")),
        ("boolean", "amount > 3", True),
        ("date", '"2026-09-14"', date(2026, 9, 14)),
        ("string", "", None),
        (None, '["a", "b"]', ["a", "b"]),
        (None, "{n: amount + 1}", {"n": 6}),
        (None, "${amount + 1}", 6),
        ("string", '"${calendar.wd(base, n)}"', "${calendar.wd(base, n)}"),
        (None, "calendar.hours", Decimal(8)),
    ],
)
def test_outputs_take_their_declared_type(type_ref: str | None, cell: str, expected: Any) -> None:
    result = evaluate_table(table("UNIQUE", [("-", cell)], type_ref=type_ref), {"amount": 5}, BEANS)
    assert values(result) == [expected]


def test_what_the_input_columns_saw_is_kept_by_label() -> None:
    source = DecisionInput("i1", "期限", "duration(term)")
    result = evaluate_table(table("UNIQUE", [("-", 'duration("P1Y")')], source=source), {"term": "PT36H"})
    assert (result.inputs, values(result)) == ({"期限": "P1DT12H"}, ["P1Y"])


def test_several_columns_and_an_input_expression() -> None:
    matrix = DecisionTable(
        "FIRST",
        (
            DecisionInput("i1", "总额", "price * count", type_ref="number"),
            DecisionInput("i2", "单位", "unit", language="juel", type_ref="string", variable="unit_name"),
        ),
        (DecisionOutput("o1", "level"), DecisionOutput("o2", None)),
        (
            DecisionRule("a", ("> 100", '"财政局","法制办"'), ('"上会"', "1")),
            DecisionRule("b", ("-", 'starts with(unit_name, "财")'), ('"批办"', "2")),
            DecisionRule("c", ("${cellInput > 3}", "-"), ("unit_name", "")),
        ),
    )
    compiled = compile_table(matrix)
    assert compiled.evaluate({"price": 60, "count": 2, "unit": "财政局"}).rows == ({"level": "上会", "o2": 1},)
    assert compiled.evaluate({"price": 6, "count": 2, "unit": "财政局"}).rows == ({"level": "批办", "o2": 2},)
    assert compiled.evaluate({"price": 6, "count": 2, "unit": "x"}).rows == ({"level": "x", "o2": None},)
    assert compiled.evaluate({"price": 1, "count": 1, "unit": "x"}).rows == ()
    with pytest.raises(UnknownVariable):
        compiled.evaluate({"price": 1, "count": 1})


@pytest.mark.parametrize(
    ("broken", "match"),
    [
        (table("UNIQUE", [("<", "1")]), "rule r1 input 1"),
        (table("UNIQUE", [("-", "1"), ("-", "1 +")]), "rule r2 output 1"),
        (table("UNIQUE", [("-", "1")], default="("), "output 'result'"),
        (table("BEST", [("-", "1")]), "hit policy"),
        (table("PRIORITY", [("-", "1")]), "allowed values"),
        (table("FIRST", [("-", "1")], aggregation="SUM"), "COLLECT"),
        (table("COLLECT", [("-", "1")], aggregation="AVG"), "AVG"),
        (table("UNIQUE", [], source=DecisionInput("i", "金额", "a b(")), "金额"),
        (table("UNIQUE", [], source=DecisionInput("i", None, "a", language="groovy")), "groovy"),
        (DecisionTable("UNIQUE", (), (), ()), "no output"),
        (DecisionTable("UNIQUE", (), (DecisionOutput("o", "o"),), (DecisionRule("r", ("1",), ("1",)),)), "r"),
    ],
)
def test_a_broken_table_is_refused_when_compiled(broken: DecisionTable, match: str) -> None:
    with pytest.raises(DecisionFailed, match=match):
        compile_table(broken)


def test_a_table_shares_one_allowance_of_steps() -> None:
    greedy = table("COLLECT", [("-", "for x in 1..100 return x")] * 10)
    assert len(compile_table(greedy, Options(fuel=10_000)).evaluate({"amount": 1}).rows) == 10
    with pytest.raises(ExpressionTooComplex):
        compile_table(greedy, Options(fuel=1_000)).evaluate({"amount": 1})
