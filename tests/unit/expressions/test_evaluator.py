"""The evaluator as the engine sees it: which language a text is, what a lint learns, the cache."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.errors import EvaluationFailed, InvalidInput
from app.domain.model.process import Expression
from app.domain.ports.evaluation import DecisionEvaluator, ExpressionEvaluator
from app.expressions import Decisions, Evaluator, ExpressionFailed, ExpressionSyntaxError
from tests.unit.expressions.support import BEANS

EVALUATOR = Evaluator()


def test_the_package_implements_the_ports() -> None:
    expressions: ExpressionEvaluator = EVALUATOR
    decisions: DecisionEvaluator = Decisions()
    assert callable(expressions.check) and callable(decisions.check)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("mayor", "juel", "mayor"),
        ("PT1H", "juel", "PT1H"),
        ("", "juel", ""),
        ("${n + 1}", "juel", 4),
        ("no. #{n}", "juel", "no. 3"),
        ("= n + 1", "juel", 4),
        ("=n", "feel", 3),
        ("n", "feel", 3),
        ("due-date > 1", "feel", True),
        ("R3/${duration}", "juel", "R3/PT1H"),
    ],
)
def test_the_language_of_a_text(text: str, language: str, value: Any) -> None:
    scope = {"n": 3, "due-date": 2, "duration": "PT1H"}
    assert EVALUATOR.evaluate(Expression(text, language), scope, BEANS) == value


def test_another_language_is_refused() -> None:
    with pytest.raises(ExpressionSyntaxError, match="groovy"):
        EVALUATOR.evaluate(Expression("1", "groovy"), {})


def test_check_names_the_free_variables_or_the_column() -> None:
    assert EVALUATOR.check(Expression("${b + a.c + b}")) == ("a", "b")
    assert EVALUATOR.check(Expression("literal")) == ()
    with pytest.raises(ExpressionSyntaxError) as caught:
        EVALUATOR.check(Expression("${a +}"))
    assert "6" in caught.value.text.zh
    assert isinstance(caught.value, EvaluationFailed)


def test_a_wrong_argument_of_a_bean_is_a_failed_expression() -> None:
    def refuse(value: Any) -> None:
        raise InvalidInput("不是日期", "no date", "start")

    with pytest.raises(ExpressionFailed, match=r"calendar\.wd: no date"):
        EVALUATOR.evaluate(Expression("${calendar.wd(1)}"), {}, {"calendar": {"wd": refuse}})


def test_the_cache_is_bounded() -> None:
    small = Evaluator(cache_size=2)
    for n in range(10):
        assert small.evaluate(Expression("${%d + x}" % n), {"x": 1}) == n + 1  # noqa: UP031  # braces are the subject
    assert small._compiled.cache_info().currsize == 2
