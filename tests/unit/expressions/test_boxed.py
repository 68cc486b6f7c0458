"""Boxed expressions: contexts, lists, relations, invocations, functions, conditionals, filters, iterators."""

from __future__ import annotations

from typing import Any

import pytest

from app.expressions import DecisionFailed, ExpressionFailed, ExpressionTooComplex
from tests.unit.expressions.dmn_text import decision, dmn, entry, knowledge, text, value

TABLE = (
    '<decisionTable hitPolicy="FIRST"><input><inputExpression><text>金额</text></inputExpression></input>'
    '<output name="level"/><rule><inputEntry><text>&gt; 限额</text></inputEntry>'
    '<outputEntry><text>"上会"</text></outputEntry></rule><rule><inputEntry><text>-</text></inputEntry>'
    '<outputEntry><text>"批办"</text></outputEntry></rule></decisionTable>'
)
RELATION = (
    '<relation><column name="no"/><column name="title"/>'
    "<row>" + text("1") + text('"a"') + "</row><row>" + text("2") + text('"b"') + "</row></relation>"
)
FUNCTION = f'<functionDefinition><formalParameter name="x" typeRef="number"/>{text("x * rate")}</functionDefinition>'


def context(*entries: str) -> str:
    """A context of entries."""
    return f"<context>{''.join(entries)}</context>"


def calling(last: str) -> str:
    """A context with a rate, a function `f` that uses it, and a result."""
    return context(entry("rate", text("2")), entry("f", FUNCTION), entry(None, last))


def invoke(function: str, **arguments: str) -> str:
    """An invocation with named arguments."""
    bindings = "".join(f'<binding><parameter name="{key}"/>{logic}</binding>' for key, logic in arguments.items())
    return f"<invocation>{text(function)}{bindings}</invocation>"


def iterate(kind: str, source: str, body: str) -> str:
    """An iterator of DMN 1.4."""
    part = "return" if kind == "for" else "satisfies"
    return f'<{kind} iteratorVariable="x"><in>{text(source)}</in><{part}>{text(body)}</{part}></{kind}>'


def filtering(source: str, match: str) -> str:
    """A filter of DMN 1.4."""
    return f"<filter><in>{text(source)}</in><match>{text(match)}</match></filter>"


def choosing(condition: str, then: str, other: str) -> str:
    """A conditional of DMN 1.4."""
    return f"<conditional><if>{text(condition)}</if><then>{text(then)}</then><else>{text(other)}</else></conditional>"


LOGIC: list[tuple[str, Any]] = [
    (context(entry("a", text("1")), entry("b", text("a + 1"))), {"a": 1, "b": 2}),
    (context(entry("a", text("1")), entry(None, text("a + 1"))), 2),
    (
        context(entry("超 时", text("5")), entry("due-in", text("超 时 + 1")), entry(None, text("due-in"))),
        6,
    ),
    (context(entry("限额", text("100")), entry("金额", text("120")), entry(None, TABLE)), "上会"),
    (context(entry("n", text("5"), "string"), entry(None, text("n"))), None),
    (f"<list>{text('1')}{text('2 + 1')}<list>{text('4')}</list></list>", [1, 3, [4]]),
    ("<list/>", []),
    (RELATION, [{"no": 1, "title": "a"}, {"no": 2, "title": "b"}]),
    (context(entry("r", RELATION), entry(None, text("r[no = 2].title"))), ["b"]),
    (calling(text("f(x: 3)")), 6),
    (calling(invoke("f", x=text("4"))), 8),
    (
        calling(invoke("f", y=text("4"))),
        None,
    ),
    (invoke("abs", n=text("-4")), 4),
    (choosing("1 > 2", '"a"', '"b"'), "b"),
    (choosing("null", '"a"', '"b"'), "b"),
    (filtering("[1, 2, 3]", "item > 1"), [2, 3]),
    (filtering("[{n: 1}, {n: 2}]", "n > 1"), [{"n": 2}]),
    (iterate("for", "[1, 2]", "x * 2"), [2, 4]),
    (iterate("some", "[1, 2]", "x > 1"), True),
    (iterate("every", "[1, 2]", "x > 1"), False),
    (text('"a"', "string"), "a"),
]


@pytest.mark.parametrize(("logic", "expected"), LOGIC)
def test_value(logic: str, expected: Any) -> None:
    assert value(dmn(decision("d", logic)), "d") == expected


@pytest.mark.parametrize(
    ("logic", "match"),
    [
        (filtering("[1]", '"x"'), "a match must be boolean"),
        (invoke("nobody", n=text("1")), "only a function"),
        (context(entry("a", text("1 +"))), "expression"),
        (text("misspelt(1)"), "unknown function 'misspelt'"),
        (FUNCTION, "function"),
    ],
)
def test_what_has_no_value_says_so(logic: str, match: str) -> None:
    with pytest.raises((DecisionFailed, ExpressionFailed), match=match):
        value(dmn(decision("d", logic)), "d")


def test_a_result_of_the_wrong_type_is_refused_by_name() -> None:
    content = dmn(decision("d", context(entry("a", text("1"))), type_ref="number"))
    with pytest.raises(DecisionFailed, match="'d' needs number, not context"):
        value(content, "d")


BOMBS = [
    iterate("for", "for i in 1..9000 return i", "for j in 1..9000 return j"),
    filtering("for i in 1..9000 return i", "count(for j in 1..9000 return j) > 0"),
    iterate("some", "for i in 1..9000 return i", "some y in 1..9000 satisfies y < 0"),
]


@pytest.mark.parametrize("logic", BOMBS, ids=["for", "filter", "some"])
def test_a_bomb_of_boxes_ends_as_an_error(logic: str) -> None:
    with pytest.raises(ExpressionTooComplex):
        value(dmn(decision("d", logic)), "d")


def test_a_knowledge_model_that_calls_itself_for_ever_ends_as_an_error() -> None:
    content = dmn(knowledge("f", "n", text("f(n + 1)"), "k:f"), decision("d", text("f(1)"), "k:f"))
    with pytest.raises(ExpressionTooComplex):
        value(content, "d")
