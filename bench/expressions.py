"""What an expression costs: compiling, evaluating, and the worst that the bounds let through.

Run with ``python -m bench.expressions``.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from functools import partial
from typing import Any

from app.domain.errors import EvaluationFailed
from app.domain.model.process import Expression
from app.expressions import Evaluator, Language, compile_expression

SCOPE: dict[str, Any] = {
    "amount": 12_000,
    "title": "关于防汛工作的请示",
    "units": ["a", "b"],
    "many": list(range(10_000)),
}
TEXTS = (
    (Language.JUEL, "${amount > 10000 && title != 'x' && !empty units}"),
    (Language.FEEL, 'amount > 10000 and title != "x" and count(units) > 0'),
)
BOMBS = (
    "some a in many, b in many satisfies a + b < 0",
    "for a in many return string(many)",
    'for a in many, b in many return date("2026-01-01") + duration("P1D")',
    "for a in many return many",
    "sort(many, function(x, y) modulo(x * 7919, 9973) < modulo(y * 7919, 9973))",
    "{f: function(g, n) g(g, n - 1) + g(g, n - 1), x: f(f, 9)}.x",
    'for a in many return matches("aaaaaaaaaa", "(a+)+b")',
    'for a in many return replace("abcabc", "b", string(a))',
)


def microseconds(work: Callable[[], Any], times: int) -> float:
    """The best of five series, per call."""
    return min(timeit.repeat(work, number=times, repeat=5)) / times * 1e6


def refused(text: str) -> None:
    """Evaluate a bomb to its refusal."""
    try:
        compile_expression(text, Language.FEEL).evaluate(SCOPE)
    except EvaluationFailed:
        return


def main() -> None:
    """Print one line per measurement."""
    evaluator = Evaluator()
    for language, text in TEXTS:
        compiled, expression = compile_expression(text, language), Expression(text, language)
        print(f"{language} compile   {microseconds(partial(compile_expression, text, language), 200):8.1f} µs")
        print(f"{language} evaluate  {microseconds(partial(compiled.evaluate, SCOPE), 5_000):8.1f} µs")
        print(f"{language} by text   {microseconds(partial(evaluator.evaluate, expression, SCOPE), 5_000):8.1f} µs")
    for text in BOMBS:
        print(f"bomb refused  {microseconds(partial(refused, text), 1) / 1000:8.1f} ms  {text}")


if __name__ == "__main__":
    main()
