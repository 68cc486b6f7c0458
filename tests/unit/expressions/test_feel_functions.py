"""FEEL's built-in functions (DMN 1.3, section 10.3.4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.expressions import YearMonthDuration
from app.expressions.feel_functions import FUNCTIONS
from tests.unit.expressions.support import NOON, feel

D = Decimal

VALUES = [
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 3)', "oba"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 0)', None),
    ('substring(string: "foobar", start position: 3)', "obar"),
    ('string length("办理")', D(2)),
    ("string length(1)", None),
    ('upper case("straße")', "STRASSE"),
    ('lower case("ABC")', "abc"),
    ('substring before("foobar", "bar")', "foo"),
    ('substring before("foobar", "x")', ""),
    ('substring after("foobar", "ob")', "ar"),
    ('contains("foobar", "of")', False),
    ('starts with("foobar", "fo")', True),
    ('ends with("foobar", "r")', True),
    ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
    ('split("a.b", "\\\\.")', ["a", "b"]),
    ('split("John  Doe", "\\s+")', ["John", "Doe"]),
    ('string join(["a", null, "b"], "、")', "a、b"),
    ('string join(["a", "b"])', "ab"),
    ("string(1.10)", "1.1"),
    ('string(date("2026-09-14"))', "2026-09-14"),
    ('string(duration("P1DT2H3M4.5S"))', "P1DT2H3M4.5S"),
    ('string(duration("-P14M"))', "-P1Y2M"),
    ('string({a: [1, "x", null]})', '{a: [1, "x", null]}'),
    ("string(null)", None),
    ('number("1 000,50", " ", ",")', D("1000.50")),
    ('number("1,000", ",", ".")', D(1000)),
    ('number("x", null, null)', None),
    ("decimal(1/3, 2)", D("0.33")),
    ("decimal(1.5, 0)", D(2)),
    ("decimal(2.5, 0)", D(2)),
    ("floor(-1.5)", D(-2)),
    ("ceiling(-1.5)", D(-1)),
    ("floor(1234, -2)", D(1200)),
    ("floor(1.5, null)", None),
    ("round up(-1.121, 2)", D("-1.13")),
    ("round down(1.129, 2)", D("1.12")),
    ("round half up(1.125, 2)", D("1.13")),
    ("round half down(1.125, 2)", D("1.12")),
    ("decimal(1/3, 2.9)", D("0.33")),
    ("round up(1, 6177)", None),
    ("abs(-10)", D(10)),
    ('abs(duration("-P1D"))', timedelta(days=1)),
    ('abs(duration("-P1Y"))', YearMonthDuration(12)),
    ("modulo(-12, 5)", D(3)),
    ("modulo(12, -5)", D(-3)),
    ("modulo(1, 0)", None),
    ("sqrt(16)", D(4)),
    ("sqrt(-1)", None),
    ("log(0)", None),
    ("decimal(exp(1), 4)", D("2.7183")),
    ("decimal(log(10), 4)", D("2.3026")),
    ("odd(5)", True),
    ("even(5)", False),
    ("even(1.5)", None),
    ("list contains([1, null], null)", True),
    ("list contains([1, 2], 2.0)", True),
    ("count([1, 2])", D(2)),
    ("min(3, 1, 2)", D(1)),
    ('max(["a", "c", "b"])', "c"),
    ("max([])", None),
    ('max(1, "a")', None),
    ("sum([1, 2.5])", D("3.5")),
    ("sum([])", None),
    ("product(2, 3, 4)", D(24)),
    ("mean([1, 2, 4, 5])", D(3)),
    ("median([8, 2, 5, 3])", D(4)),
    ("median([])", None),
    ("stddev([2, 4, 7, 5])", D("2.081665999466132735282297706979931")),
    ("mode([6, 3, 9, 6, 6])", [6]),
    ("mode([1, 2])", [1, 2]),
    ("all([true, null])", None),
    ("all([])", True),
    ("any([false, null])", None),
    ("any(true, false)", True),
    ("sublist([4, 5, 6], 1, 2)", [4, 5]),
    ("sublist([4, 5, 6], -1)", [6]),
    ("sublist([4, 5, 6], 3, 2)", None),
    ("append([1], 2)", [1, 2]),
    ("append([1], 2, [3])", [1, 2, [3]]),
    ('append(list: [1], item: "x")', [1, "x"]),
    ("concatenate([1], [2], [3])", [1, 2, 3]),
    ("insert before([1, 3], 1, 2)", [2, 1, 3]),
    ("insert before([1, 3], -1, 2)", [1, 2, 3]),
    ("remove([1, 2, 3], 2)", [1, 3]),
    ("remove([1], 2)", None),
    ("reverse([1, 2])", [2, 1]),
    ("index of([1, 2, 3, 2], 2)", [2, 4]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ("distinct values([1, 1.0, null, null])", [1, None]),
    ("flatten([[1, [2]], 3])", [1, 2, 3]),
    ('get value({a: 1}, "a")', D(1)),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ('context put({a: {b: 1}}, ["a", "c"], 2)', {"a": {"b": 1, "c": 2}}),
    ('context put({a: 1}, ["a", "c"], 2)', None),
    ("context put({a: 1}, [], 2)", None),
    ("context put({a: 1}, 1, 2)", None),
    ('context([{key: "a", value: 1}, {key: "b", value: null}])', {"a": 1, "b": None}),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
    ("context([{value: 1}])", None),
    ("context merge([{a: 1}, {a: 2}])", {"a": 2}),
    ('day of week(date("2026-09-14"))', "Monday"),
    ('day of year(date("2026-02-01"))', D(32)),
    ('month of year(date("2026-09-14"))', "September"),
    ('week of year(date("2026-01-01"))', D(1)),
    ('is(date("2026-09-14"), date("2026-09-14"))', True),
    ('is(1, "1")', False),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
    ('is(@"10:00:00@Asia/Shanghai", @"10:00:00+08:00")', False),
    ("string(time(9, 5, 1.25))", "09:05:01.25"),
    ("now()", NOON),
    ("today()", NOON.date()),
    ("sort([3, 1, 2], function(x, y) x < y)", [1, 2, 3]),
    ("sort(list: [1, 2], precedes: function(x, y) x > y)", [2, 1]),
    ('sort([{n: 2, t: "b"}, {n: 2, t: "a"}, {n: 1}], function(a, b) a.n < b.n).t', [None, "b", "a"]),
    ("sort([1], null)", [1]),
    ("sort([2, 1])", None),
    ("sort([2, 1], function(x) true)", None),
    ("sort([2, 1], function(x, y) x + y)", None),
    ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
    ("list replace([1, 2, 3], -1, 9)", [1, 2, 9]),
    ("list replace([1, 2, 3], 4, 9)", None),
    ("list replace([1, 2, 3], function(item, newItem) item < 3, 9)", [9, 9, 3]),
    ("list replace(list: [1, 2], match: function(a, b) true, newItem: 0)", [0, 0]),
    ("list replace([1, 2], function(a, b) a, 0)", None),
    ('list replace([1], "1", 0)', None),
    (
        'string({a: [@"10:00:00@Asia/Shanghai", @"2026-01-01T10:00:00.50"]})',
        "{a: [10:00:00@Asia/Shanghai, 2026-01-01T10:00:00.5]}",
    ),
    ('string({"a b": 1, "{": 2})', '{a b: 1, "{": 2}'),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_function_value(text: str, value: Any) -> None:
    result = feel(text)
    assert result == value
    assert isinstance(result, bool) == isinstance(value, bool)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.parametrize("wrong", ["null", "-1", '"x"', "[]", "{}", "true", 'date("2026-09-14")', 'duration("P1D")'])
def test_no_argument_makes_a_function_fail(name: str, wrong: str) -> None:
    for form in FUNCTIONS[name]:
        feel(f"{name}({', '.join([wrong] * form.required)})")
