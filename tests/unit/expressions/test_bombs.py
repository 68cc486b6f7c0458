"""Texts built to exhaust the server: each ends in a typed error, or in a small value, within bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.errors import EvaluationFailed
from app.expressions import ExpressionTooComplex, Options, compile_unary_tests
from tests.unit.expressions.support import feel, juel

MEMORY = 48 * 1024 * 1024
"""Bytes one evaluation may take at its peak; the scope's own data not counted."""

LONG = "x" * 100_000
DEEP: list[Any] = []
for _ in range(5_000):
    DEEP = [DEEP]
BUSHY: list[Any] = [1]
for _ in range(40):
    BUSHY = [BUSHY, BUSHY]
SCOPE: dict[str, Any] = {
    "long": LONG,
    "many": list(range(10_000)),
    "deep": DEEP,
    "bushy": BUSHY,
    "bushy2": [BUSHY[0], BUSHY[0]],
    "huge": 10**5_000,
    "wide": [LONG] * 10_000,
    "infinite": float("inf"),
}


@pytest.fixture(autouse=True)
def _bounded_memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEMORY


JUEL = [
    "${" + "(" * 100 + "1" + ")" * 100 + "}",
    "${" + "-" * 500 + "1}",
    "${" + "!" * 500 + "true}",
    "${" + "not " * 500 + "true}",
    "${" + "true ? " * 200 + "1" + " : 2" * 200 + "}",
    "${long" + ".trim()" * 500 + "}",
    "${deep" + "[0]" * 1_000 + "}",
    "${" + "9" * 35 + "}",
    "${1e99999}",
    "${1e7000 * 1e7000}",
    "${99999999999999999999 * 99999999999999999999}",
    "${huge + 1}",
    "${huge}${huge}",
    "${huge > 1.5}",
    "${infinite + 1}",
    "${long}${long}",
    "${deep == deep}",
    "${bushy == bushy2}",
    "${deep}",
    "${bushy}",
    "${wide}",
    "${org.holders(bushy)}",
    "x" * 4_001,
]


@pytest.mark.parametrize("text", JUEL, ids=lambda text: text[:30])
def test_juel_bomb(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        juel(text, SCOPE)


FEEL = [
    "for a in many, b in many return a",
    "for a in 1..10000, b in 1..10000, c in 1..10000 return a",
    "for a in 1..1000000000 return a",
    "for a in -99999999999999999999999999999999..99999999999999999999999999999999 return a",
    "some a in many, b in many satisfies a + b < 0",
    "every a in many, b in many satisfies true",
    "count(for a in many return for b in many return b)",
    "many[item in many]",
    "many[count(many[item > 0]) < 0]",
    "many[many[many[true] = 0] = 0]",
    "distinct values(many)",
    "union(many, many)",
    "for a in many return concatenate(many, many)",
    "for a in many return long + long",
    "for a in many return upper case(long)",
    'for a in many return split(long, "x")',
    "for a in many return substring(long, 2)",
    "for a in many return string(many)",
    "for a in many return reverse(many)",
    "string(wide)",
    "string join(wide)",
    "string(bushy)",
    "flatten(bushy)",
    "flatten(deep)",
    "string(deep)",
    "bushy = bushy2",
    "deep = deep",
    "list contains([bushy], bushy2)",
    "{a: many, b: [a,a,a,a,a,a,a,a,a,a], c: [b,b,b,b,b,b,b,b,b,b]}",
    "for a in many return many",
    "for a in many return calendar.hours(a)",
    'for a in many return org.holders("mayor")',
    "for a in many return 2 ** 0.5",
    'split(long, "x")',
    "huge + 1",
    "1e99999",
    "[" * 100 + "]" * 100,
    "{a:" * 100 + "1" + "}" * 100,
    "-" * 1_000 + "1",
    "if true then " * 300 + "1",
    "a" + "[1]" * 1_000,
    "a" + ".b" * 1_000,
    "not(" * 100 + "true" + ")" * 100,
    "infinite + sum(bushy[1])" + "(" * 90,
    'replace(long, "x", "yyyy")',
    'split(long, "x")',
    'for a in many return replace("abcabc", "b", string(a))',
    'for a in many return matches("x", string(a) + "[a-z]{0,90}")',
    "sort(many, function(x, y) modulo(x * 7919, 9973) < modulo(y * 7919, 9973))",
    "list replace(many, function(a, b) count(many) > b, 1)",
    "{f: function(g, n) if n = 0 then 0 else g(g, n - 1) + g(g, n - 1), x: f(f, 30)}.x",
    "{f: function(g) g(g), x: f(f)}.x",
    "(" * 3 + "function(x) x)" + "(1)" * 100,
    "for a in many return count(partial)",
    'for a in @"0001-01-01"..@"9999-12-31" return a',
    "deep instance of " + "list<" * 50 + "number" + ">" * 50 + " or many[many[true] = many] = many",
    'context put({}, for i in 1..200 return "a", 1)',
    "for a in many return context merge([{a: 1}, {b: many}])",
    "for a in many return string join(many)",
    'for a in many return substring before(long, "y")',
    "function(" + ",".join(f"a{n}" for n in range(800)) + ") 1",
    "1 " + "/* " * 1_200,
    '"' + "\\" * 3_000,
]


@pytest.mark.parametrize("text", FEEL, ids=lambda text: text[:30])
def test_feel_bomb(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        feel(text, SCOPE)


HARMLESS = [
    "9 ** 9 ** 9",
    "9 ** (9 ** 9)",
    "10 ** 6144 * 10",
    "2 ** 0.5",
    "exp(99999999)",
    "decimal(1, 999999999)",
    "1 / 3 ** 6000",
    "string(10 ** 6144)",
    'duration("P999999999Y") * 999999999999',
    'date("9999-12-31") + duration("P999999999D")',
    "infinite + 1",
    "+".join(["1"] * 1_900),
    " or ".join(["false"] * 400),
    "[" + ",".join(["1"] * 1_900) + "]",
]


@pytest.mark.parametrize("text", HARMLESS, ids=lambda text: text[:30])
def test_feel_of_bounded_arithmetic_has_a_small_value(text: str) -> None:
    feel(text, SCOPE)


def test_a_cell_shares_the_bounds() -> None:
    with pytest.raises(ExpressionTooComplex):
        compile_unary_tests("some a in many, b in many satisfies a + b + ? < 0").passes(1, SCOPE)


def test_the_fuel_of_an_evaluation_is_adjustable() -> None:
    text = "for a in 1..100 return a"
    assert len(feel(text)) == 100
    with pytest.raises(ExpressionTooComplex):
        feel(text, options=Options(fuel=50))


def test_fuel_is_fresh_in_every_evaluation() -> None:
    options = Options(fuel=400)
    for _ in range(5):
        assert len(feel("for a in 1..100 return a", options=options)) == 100
