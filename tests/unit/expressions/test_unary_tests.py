"""Input cells of decision tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.expressions import ExpressionSyntaxError, compile_unary_tests

CASES = [
    ("", 1, True),
    ("-", None, True),
    (" - ", "x", True),
    ("3", 3, True),
    ("3", 3.0, True),
    ("3", 4, False),
    ("3", None, False),
    ("< 3", 2, True),
    (">= 3", 3, True),
    ("< 3", None, False),
    ("< limit", 4, True),
    ("-5", -5, True),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ("]1..5[", 1, False),
    ("(1..5)", 2, True),
    ("[1..5], 9", 9, True),
    ("[limit..10]", 7, True),
    ('"a","b"', "b", True),
    ('"a","b"', "c", False),
    ('not("z")', "a", True),
    ('not("a", "z")', "z", False),
    ("not(< 3)", 5, True),
    ("not(null)", None, False),
    ("not(< 3)", None, False),
    ("null", None, True),
    ("null", 1, False),
    ("true", True, True),
    ("true", False, False),
    ("true", None, False),
    ("false", False, True),
    ("false", None, False),
    ("not(true)", False, True),
    ('date("2026-09-14")', date(2026, 9, 14), True),
    ('>= date("2026-09-14")', date(2026, 9, 13), False),
    ('starts with(?, "关于")', "关于防汛", True),
    ('starts with(?, "关于")', 3, False),
    ("? > 3 and ? < limit", 4, True),
    ("modulo(?, 2) = 0", 4, True),
    ("not(? > 3)", 2, True),
    ("limit > 3", "anything", True),
    ("limit > 30", "anything", False),
    ("names", "李", True),
    ("names", "王", False),
    ('["a", "b"]', "a", True),
    ('["a", "b"]', ["a", "b"], True),
    ('"a"', ["a", "b"], False),
    ('list contains(?, "a")', ["a", "b"], True),
    ("limit", 5, True),
    ("flag", None, False),
    ("missing", None, True),
    ("missing", 1, False),
]


@pytest.mark.parametrize(("text", "subject", "passes"), CASES)
def test_cell(text: str, subject: Any, passes: bool) -> None:
    scope = {"limit": 5, "names": ["李", "张"], "flag": True}
    assert compile_unary_tests(text).passes(subject, scope) is passes


@pytest.mark.parametrize("text", ["<", "[1..", '"a",', "not(", "> 3 and < 5", "1 2", ", 1"])
def test_a_broken_cell_is_refused(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        compile_unary_tests(text)


def test_the_question_mark_is_no_free_name() -> None:
    assert compile_unary_tests("? > limit").names == {"limit"}
