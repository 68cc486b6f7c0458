"""Laws that hold for endless inputs: only typed errors, agreement with Python, well-behaved logic."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import EvaluationFailed
from app.expressions import Language, Options, YearMonthDuration, compile_expression, compile_unary_tests
from app.expressions.feel_functions import FUNCTIONS
from app.expressions.values import NUMBERS as NUMBERS_OF_FEEL
from tests.unit.expressions.support import BEANS, feel, juel

FAST = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
OPTIONS = Options(fuel=5_000)

JUEL_WORDS = tuple(
    """${ #{ } ( ) [ ] . , ? : + - * / % div mod == != < > <= >= eq ne lt gt le ge && || ! and or not empty
    a b c s l m d t calendar wd org holders task assignee size() contains( get(0) isEmpty() length() null true false
    0 1 2.5 1e9 'x' "12" __class__ 办""".split()  # noqa: SIM905  # readable as a line of words
)
FEEL_WORDS = (
    *"""( ) [ ] { } . .. , ? : + - * / ** = != < > <= >= and or if then else for in return some every satisfies between
    instance of number list< > -> function( function external partial matches( "(a" sort( not
    a b c s l m d t item calendar wd null true false 0 1 2.5 1e9 "x" @"P1D" 办 -
    //""".split(),  # noqa: SIM905  # readable as a line of words
    *sorted(FUNCTIONS),
)

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.text(max_size=8),
        st.dates(),
        st.times(),
        st.datetimes(timezones=st.sampled_from([None, UTC])),
        st.timedeltas(),
        st.builds(YearMonthDuration, st.integers(-10_000, 10_000)),
        st.binary(max_size=3),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "x"]), inner, max_size=3),
    max_leaves=6,
)
SCOPES = st.fixed_dictionaries(dict.fromkeys("abcslmdt", VALUES))
ALLOWED = (bool, int, float, Decimal, str, list, dict, date, time, datetime, timedelta, YearMonthDuration, bytes)


def only_typed_errors(text: str, language: Language, scope: dict[str, Any]) -> None:
    """Evaluate; any error that is not ours fails the test, and so does a value nobody else knows."""
    try:
        value = compile_expression(text, language, OPTIONS).evaluate(scope, BEANS)
    except EvaluationFailed:
        return
    assert value is None or isinstance(value, ALLOWED)


@FAST
@given(st.lists(st.sampled_from(JUEL_WORDS), max_size=14).map(" ".join), SCOPES)
def test_random_juel_words_raise_typed_errors_only(text: str, scope: dict[str, Any]) -> None:
    only_typed_errors("${" + text + "}", Language.JUEL, scope)
    only_typed_errors(text, Language.JUEL, scope)


@FAST
@given(st.lists(st.sampled_from(FEEL_WORDS), max_size=14).map(" ".join), SCOPES)
def test_random_feel_words_raise_typed_errors_only(text: str, scope: dict[str, Any]) -> None:
    only_typed_errors(text, Language.FEEL, scope)
    try:
        compile_unary_tests(text, OPTIONS).passes(scope["a"], scope, BEANS)
    except EvaluationFailed:
        return


@FAST
@given(st.text(max_size=40), st.sampled_from(Language))
def test_random_text_raises_typed_errors_only(text: str, language: Language) -> None:
    only_typed_errors(text, language, {})
    only_typed_errors("${" + text + "}", Language.JUEL, {})


def _trees(leaves: list[str], binary: list[str], shapes: list[str]) -> st.SearchStrategy[str]:
    """Well-formed expressions: `shapes` have `{}` for sub-expressions."""

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pairs = st.tuples(inner, st.sampled_from(binary), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        forms = st.tuples(st.sampled_from(shapes), inner, inner, inner).map(
            lambda t: t[0].replace("\u2460", t[1]).replace("\u2461", t[2]).replace("\u2462", t[3])
        )
        return pairs | forms

    return st.recursive(st.sampled_from(leaves), grow, max_leaves=8)


JUEL_TREES = _trees(
    ["a", "b", "s", "l", "m", "d", "t", "m.a", "l[0]", "1", "2.5", "'x'", "null", "true", "calendar.hours"],
    ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "and", "or"],
    ["(\u2460 ? \u2461 : \u2462)", "(not \u2460)", "(-\u2460)", "(empty \u2460)", "m[\u2460]", "l[\u2460]",
     "a.equals(\u2460)", "l.contains(\u2460)", "calendar.wd(\u2460, \u2461)"],
)  # fmt: skip
FEEL_TREES = _trees(
    ["a", "b", "s", "l", "m", "d", "t", "m.a", "l[1]", "1", "2.5", '"x"', "null", "true", '@"P1D"', '@"2026-01-31"',
     '@"09:00:00@Etc/UTC"', '@"P1M"', "[1..3]"],
    ["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"],
    ["if \u2460 then \u2461 else \u2462", "(-\u2460)", "\u2460[\u2461]", "\u2460[item = \u2461]", "[\u2460, \u2461]",
     "{x: \u2460, y: \u2461}", "(for i in \u2460 return [i, \u2461])", "(some i in \u2460 satisfies i = \u2461)",
     "(\u2460 between \u2461 and \u2462)", "(\u2460 in [\u2461..\u2462])", "count(\u2460)", "string(\u2460)",
     "max(\u2460, \u2461)", "(\u2460).year"],
)  # fmt: skip


@FAST
@given(JUEL_TREES, SCOPES)
def test_well_formed_juel_raises_typed_errors_only(text: str, scope: dict[str, Any]) -> None:
    only_typed_errors("${" + text + "}", Language.JUEL, scope)


@FAST
@given(FEEL_TREES, SCOPES)
def test_well_formed_feel_raises_typed_errors_only(text: str, scope: dict[str, Any]) -> None:
    only_typed_errors(text, Language.FEEL, scope)


@FAST
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(VALUES, min_size=3, max_size=3))
def test_no_value_makes_a_built_in_function_fail(name: str, arguments: list[Any]) -> None:
    scope = dict(zip("abc", arguments, strict=True))
    for form in FUNCTIONS[name]:
        for count in range(form.required, min(len(form.parameters), 3) + 1):
            only_typed_errors(f"{name}({', '.join('abc'[:count])})", Language.FEEL, scope)


NUMBERS = st.integers(-(10**9), 10**9)
SIGNS: dict[str, Callable[[int, int], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@FAST
@given(NUMBERS, st.sampled_from(sorted(SIGNS)), NUMBERS)
def test_integers_agree_with_python(left: int, sign: str, right: int) -> None:
    expected = SIGNS[sign](left, right)
    result = juel("${a " + sign + " b}", {"a": left, "b": right})
    assert result == expected
    assert type(result) is type(expected)
    assert feel(f"a {'=' if sign == '==' else sign} b", {"a": left, "b": right}) == expected


@FAST
@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 99)), min_size=1, max_size=12))
def test_precedence_agrees_with_python(terms: list[tuple[str, int]]) -> None:
    text = "1" + "".join(f" {sign} {number}" for sign, number in terms)
    expected = eval(text)  # noqa: S307  # digits and signs made above
    assert juel("${" + text + "}") == expected
    assert feel(text) == expected


@FAST
@given(NUMBERS, NUMBERS.filter(bool))
def test_division_is_that_of_java(left: int, right: int) -> None:
    rest = juel("${a % b}", {"a": left, "b": right})
    assert rest == left - right * int(Decimal(left) / Decimal(right))
    assert juel("${a / b}", {"a": left, "b": right}) == NUMBERS_OF_FEEL.divide(Decimal(left), Decimal(right))


TRUTHS = st.sampled_from(["true", "false", "null"])


@FAST
@given(TRUTHS, TRUTHS, TRUTHS)
def test_three_valued_logic_obeys_de_morgan_and_distribution(a: str, b: str, c: str) -> None:
    assert feel(f"not({a} and {b})") == feel(f"not({a}) or not({b})")
    assert feel(f"{a} and {b}") == feel(f"{b} and {a}")
    assert feel(f"{a} and ({b} or {c})") == feel(f"({a} and {b}) or ({a} and {c})")


@FAST
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=30))
def test_a_string_survives_its_literal(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    assert feel(f'"{escaped}"') == text
    assert juel('${"' + escaped + '"}') == text


@FAST
@given(
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.timedeltas(min_value=timedelta(-9999), max_value=timedelta(9999)),
)
def test_the_text_of_a_moment_or_duration_reads_back(day: date, moment: datetime, length: timedelta) -> None:
    assert feel("date(string(d))", {"d": day}) == day
    assert feel("date and time(string(t))", {"t": moment}) == moment
    assert feel("duration(string(l))", {"l": length}) == length
