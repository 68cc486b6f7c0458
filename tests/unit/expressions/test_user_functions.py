"""Functions as values: written in a text, called by position and name, handed on, bounded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.expressions import ExpressionFailed, ExpressionTooComplex, Language, Options, compile_expression
from tests.unit.expressions.support import feel

VALUES = [
    ("(function(x) x + 1)(2)", 3),
    ("(function() 7)()", 7),
    ("{f: function(a, b) a - b, x: f(5, 3)}.x", 2),
    ("{f: function(a, b) a - b, x: f(b: 5, a: 3)}.x", -2),
    ("{f: function(a) function(b) a * b, x: f(2)(3)}.x", 6),
    ("{lib: {double: function(x) x * 2}, x: lib.double(4)}.x", 8),
    ("{lib: {deep: {f: function(x) x}}, x: lib.deep.f(4)}.x", 4),
    ("[function(x) x, function(x) -x][2](4)", -4),
    ("{n: 10, f: function(x) x + n, x: f(1)}.x", 11),
    ("{n: 10, f: function(n) n, x: f(1)}.x", 1),
    ("{f: function(g, x) g(x), x: f(abs, -3)}.x", 3),
    ("for f in [function(x) x + 1, function(x) x * 2] return f(5)", [6, 10]),
    ("{超 时: function(天数: number) 天数 > 3, x: 超 时(5)}.x", True),
    ("{f-1: function(x) x, x: f-1(2)}.x", 2),
    ('{f: function(x: number) x, x: f("a")}.x', None),
    ("{f: function(x: number) x, x: f([1])}.x", 1),
    ("{f: function(x: list<number>) x, x: f(1)}.x", [1]),
    ("{f: function(x) x, x: f()}.x", None),
    ("{f: function(x) x, x: f(1, 2)}.x", None),
    ("{f: function(x) x, x: f(y: 1)}.x", None),
    ("count([function(x) x])", 1),
    ("(function(x) x) = (function(x) x)", False),
    ("{abs: function(x) 42, x: abs(-1)}.x", 1),
    ("sort([2, 1], function(sort, y) sort < y)", [1, 2]),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: Any) -> None:
    assert feel(text) == value


@pytest.mark.parametrize("text", ["{a: 1, x: a(2)}.x", "[1](2)", '{a: {b: "x"}, c: a.b.d(1)}.c', "missing(1)"])
def test_what_is_no_function_cannot_be_called(text: str) -> None:
    with pytest.raises(ExpressionFailed):
        feel(text)


def test_a_function_is_no_value_for_the_rest_of_the_house() -> None:
    with pytest.raises(ExpressionFailed):
        feel("function(x) x")


def test_free_names_leave_out_parameters_and_local_functions() -> None:
    compiled = compile_expression("{f: function(a) a + b, x: f(c), y: other(1), z: g.h(d)}", Language.FEEL)
    assert compiled.names == {"b", "c", "d"}
    assert compiled.calls == {"other", "g.h"}


def test_only_known_functions_may_be_called_where_the_names_are_closed() -> None:
    closed = Options(closed=True, names=frozenset({"rate"}))
    compile_expression("rate(1) + abs(2) + {f: function(x) x, y: f(1)}.y", Language.FEEL, closed)
    with pytest.raises(Exception, match="unknown function 'raet'"):
        compile_expression("raet(1)", Language.FEEL, closed)


BOMBS = [
    "{f: function(g, n) g(g, n + 1), x: f(f, 0)}.x",
    "(function(f) f(f))(function(f) f(f))",
    "{f: function(g, n) if n = 0 then 0 else g(g, n - 1) + g(g, n - 1), x: f(f, 35)}.x",
    "sort(for i in 1..9000 return modulo(i * 7919, 9001), function(x, y) x > y)",
    "for i in 1..9000 return (function(x) for j in 1..100 return j)(i)",
    "(function(x) x)" * 100,
    "function(a) " * 200 + "1",
    "function(x: " + "list<" * 200 + "number" + ">" * 200 + ") x",
]


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: text[:30])
def test_a_bomb_of_functions_ends_as_an_error(text: str) -> None:
    with pytest.raises((ExpressionTooComplex, ExpressionFailed)):
        feel(text)


def test_deep_but_honest_recursion_has_room() -> None:
    text = "{f: function(g, n) if n <= 1 then 1 else n * g(g, n - 1), x: f(f, 20)}.x"
    assert feel(text) == Decimal(2432902008176640000)
