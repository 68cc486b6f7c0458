"""Regular expressions in FEEL: XPath's language as far as an engine of linear time has it, the rest refused."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest

from app.expressions import ExpressionFailed, ExpressionTooComplex
from tests.unit.expressions.support import feel

VALUES = [
    ('matches("foobar", "^fo*b")', True),
    ('matches("foobar", "o{3}")', False),
    ('matches("关于防汛工作的请示", "^关于.+的(请示|报告)$")', True),
    ('matches("FOO", "foo", "i")', True),
    ('matches("a\\nb", "a.b")', False),
    ('matches("a\\nb", "a.b", "s")', True),
    ('matches("a\\nb", "^b$")', False),
    ('matches("a\\nb", "^b$", "m")', True),
    ('matches("hello world", "hello[ ] world", "x")', True),
    ('matches("a.b", "a.b", "q")', True),
    ('matches("axb", "a.b", "q")', False),
    ('matches("３", "\\\\d")', True),
    ('matches("办-理", "^\\\\w+$")', False),
    ('matches("办理", "[\\\\w]{2}")', True),
    ('matches("a b", "a\\\\sb")', True),
    ('matches("ab", "a\\\\Sb?")', True),
    ('matches("办理", "^\\\\p{IsCJKUnifiedIdeographs}+$")', True),
    ('matches("a", "[^\\\\D]")', False),
    ('matches("a", "a", null)', True),
    ('matches("a", "a", "z")', None),
    ("matches(1, 2)", None),
    ('replace("abracadabra", "bra", "*")', "a*cada*"),
    ('replace("0123456789", "(\\\\d{3})(\\\\d{3})", "($1) $2-")', "(012) 345-6789"),
    ('replace("abc", "b", "[$0]")', "a[b]c"),
    ('replace("abc", "(b)", "$1\\\\$")', "ab$c"),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('replace("a1", "(.)(.)", "$12")', "a2"),
    ('replace("abc", "b", "$")', None),
    ('replace("a.c", ".", "$", "q")', "a$c"),
    ('replace("abc", "B", "x", "i")', "axc"),
    ('replace("abc", "x", "y")', "abc"),
    ('split("a, b;c", "[,;] *")', ["a", "b", "c"]),
    ('split("", ",")', [""]),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: Any) -> None:
    assert feel(text) == value


@pytest.mark.parametrize(
    "pattern",
    ["(a)\\\\1", "[a-z-[aeiou]]", "(?=a)", "\\\\bword", "[\\\\S]", "(", "a{2000}", "\\\\Q", "\\\\p{IsNowhere}"],
)
def test_a_pattern_without_linear_time_is_refused_with_the_reason(pattern: str) -> None:
    with pytest.raises(ExpressionFailed, match="regular expression") as refused:
        feel(f'matches("aaa", "{pattern}")')
    assert "正则表达式" in refused.value.text.zh


@pytest.mark.parametrize("call", ['replace("abc", "x*", "-")', 'split("abc", "x*")'])
def test_a_pattern_that_matches_nothing_is_no_delimiter(call: str) -> None:
    with pytest.raises(ExpressionFailed, match="empty string"):
        feel(call)


BOMBS = [
    ("(x+x+)+y", "x" * 50_000),
    ("(a?){300}a{300}", "a" * 100_000),
    ("(.{1,100}){3}b", "a" * 100_000),
    ("(?:(?:a|b)?(?:a|c)?){300}d", "abc" * 33_000),
    ("[a-z]{0,50}[0-9]?" * 12 + "!", "ab1" * 33_000),
    ("(x*)*y", "x" * 100_000),
]


@pytest.mark.parametrize(("pattern", "text"), BOMBS, ids=[pattern[:20] for pattern, _ in BOMBS])
@pytest.mark.parametrize("call", ["matches(long, pattern)", 'replace(long, pattern, "-")', "split(long, pattern)"])
def test_a_pattern_that_explodes_elsewhere_ends_soon(call: str, pattern: str, text: str) -> None:
    """Given a pattern that takes exponential time with backtracking, then there is a value or an error in no time."""
    start = time.thread_time()
    with suppress(ExpressionFailed, ExpressionTooComplex):
        feel(call, {"long": text, "pattern": pattern})
    assert time.thread_time() - start < 0.4


def test_many_patterns_are_bounded() -> None:
    """Given a loop in which every turn has a pattern of its own, then it is stopped, because compiling costs."""
    with pytest.raises(ExpressionTooComplex):
        feel('for i in 1..1000 return matches("x", string(i) + "[a-z]{0,90}")')
    assert count_of('for i in 1..1000 return matches("x", "[a-z]{0,90}")') == 1000


def count_of(text: str) -> int:
    """How many elements a list has."""
    return len(feel(text))


def test_many_matches_of_a_long_text_are_bounded() -> None:
    """Given a search that starts again at every letter and runs to the end, then the call is stopped."""
    with pytest.raises(ExpressionTooComplex):
        feel('replace(long, "(?:a[^b]*b)|a", "")', {"long": "a" * 100_000})
