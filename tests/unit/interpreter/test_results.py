"""What decisions and called instances give back."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.ports.evaluation import DecisionResult
from app.domain.variables import VariableChange
from tests.support.bpmn_builder import bpmn, call, call_out, chain, inputs, rule, start, user
from tests.support.interpreter_driver import Instance


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("singleEntry", 7),
        ("singleResult", {"sum": 7}),
        ("collectEntries", [7]),
        ("resultList", [{"sum": 7}]),
    ],
)
def test_an_aggregated_or_literal_decision_is_one_row_of_one_entry(mapping: str, expected: Any) -> None:
    result = DecisionResult(({"sum": 7},), (), single=7, is_single=True)
    content = bpmn("p", start(), rule("r", decision="d", result_variable="x", map_decision_result=mapping), user("u"),
                   *chain("start", "r", "u"))  # fmt: skip
    assert Instance(content, decisions={"d": result}).value("x") == expected


def test_out_mappings_see_the_child_and_leave_the_activity_s_own_variables_alone() -> None:
    called = call("c", "child", inputs(x="${5}"), call_out(source="x", target="y"),
                  call_out(source_expression="${x * 10}", target="z"), call_out(source="none", target="w"))  # fmt: skip
    instance = Instance(bpmn("p", start(), called, user("u"), *chain("start", "c", "u")))
    activity = instance.token("c")
    instance.complete("c", local={"x": 6})
    assert (instance.value("y"), instance.value("z"), instance.value("w")) == (6, 60, None)
    assert instance.value("x") is None
    assert VariableChange(activity, "x", None) in instance.changes
