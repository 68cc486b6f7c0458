"""INV-11: 2P > N in the executive meeting, 3P > 2N in the plenary one (SC-27)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.office.commands.meeting.check_quorum import quorum


@pytest.mark.parametrize(
    ("rule", "present", "total", "met"),
    [
        ("2P>N", 5, 10, False),
        ("2P>N", 6, 10, True),
        ("2P>N", 4, 9, False),
        ("2P>N", 5, 9, True),
        ("2P>N", 0, 0, False),
        ("3P>2N", 20, 30, False),
        ("3P>2N", 21, 30, True),
        ("none", 0, 9, True),
    ],
)
def test_the_numbers_of_the_rules(rule: str, present: int, total: int, met: bool) -> None:
    assert quorum(rule, present, total, "signed_in")[0] is met


@given(st.sampled_from(["2P>N", "3P>2N"]), st.integers(0, 99), st.integers(0, 99))
def test_one_more_who_comes_never_breaks_a_quorum(rule: str, present: int, total: int) -> None:
    if quorum(rule, present, total, "signed_in")[0]:
        assert quorum(rule, present + 1, total, "signed_in")[0]


def test_the_sentence_tells_how_it_was_counted_and_by_which_article() -> None:
    assert quorum("2P>N", 5, 10, "signed_in")[1] == (
        "组成人员 10 人，签到 5 人，未过半数，不足法定人数，不能开会（第五十五条）"
    )
    assert "预计出席 7 人，已超过三分之二" in quorum("3P>2N", 7, 10, "confirmed")[1]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(InvalidInput):
        quorum("P>N", 1, 1, "signed_in")
