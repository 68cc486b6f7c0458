"""Stories of patterns: they mean what they mean in the browser, and none can hold up the server."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.definitions.patterns import PatternRefused, compile_pattern

PIECES = (
    "a", "b", "ab", "(a|b)", "[ab]", "[^a]", "a*", "b+", "(ab)?", "(a|bb)*", "a{1,2}", "b{2}", "a{2,}", "^", "$", ".",
    r"\d", r"\W", "(a*)*", "(?:^a|b$)*", "()", r"[\d-]", r"[a\-b]",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join), st.text("ab1 -\n", max_size=7))
def test_a_pattern_means_what_it_always_means(pattern: str, text: str) -> None:
    expected = re.search(pattern.replace("$", r"\Z"), text, re.ASCII) is not None
    assert compile_pattern(pattern).search(text) == expected


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"^[\u4e00-\u9fa5]{2,4}$", "常务会议", "meeting"),
        (r"^(京|津)政发〔\d{4}〕\d+号$", "京政发〔2026〕12号", "京政发2026"),
        (r"\x41\.\t", "A.\t", "A+\t"),
        (r"[\]\\]", "]", "a"),
        (r"a.c", "a会c", "a\nc"),
        (r"^[\s\S]*$", "x\ny", None),
    ],
)
def test_patterns_of_an_office(pattern: str, fits: str, fails: str | None) -> None:
    compiled = compile_pattern(pattern)
    assert compiled.search(fits)
    assert fails is None or not compiled.search(fails)


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", "(?!a)", "(?<=a)", "(?<n>a)", "(?i)a", r"(a)\1", r"\bx", r"\p{L}", "(", ")", "[a", "a**", "*", "^*",
     "a{2}{3}",
     "a{3,2}", "a{501}", "a{x}", "{", "[z-a]", r"[\d-z]", r"\u12", r"\xzz", "\\", "a" * 501, "((a{500}){500}){500}",
     "((){500}){500}", "(" * 60 + ")" * 60],
)  # fmt: skip
def test_what_cannot_be_matched_in_linear_time_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+$", "^(a|aa)+$", "(a*)*b", "^(a|a|a)*$", "(.*a){20}$", "a{0,200}a{0,200}$"])
def test_no_text_takes_more_steps_than_states_times_letters(pattern: str) -> None:
    compiled = compile_pattern(pattern)
    assert len(compiled.states) <= 1_000
    compiled.search("a" * 499 + "!")


@given(st.text(r"ab()[]{}|*+?.^$\d-,1:", max_size=30))
def test_any_text_compiles_or_is_refused(pattern: str) -> None:
    with suppress(PatternRefused):
        compile_pattern(pattern).search("ab1")
