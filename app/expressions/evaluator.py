"""The expression evaluator of the house: the port `ExpressionEvaluator` with a cache of compiled text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from app.domain.model.process import Expression
from app.domain.ports.clock import Bean
from app.expressions.compiled import NO_BEANS, Compiled, compile_expression
from app.expressions.errors import ExpressionSyntaxError
from app.expressions.lexer import Language
from app.expressions.runtime import DEFAULT_OPTIONS, Options

CACHE_SIZE = 4_096
"""Compiled texts kept; at some kilobytes each a few tens of megabytes at most."""


class Evaluator:
    """Evaluates the expressions of diagrams and forms. Thread-safe; one instance serves the whole process.

    A text with a leading `=` and every text of language ``feel`` is FEEL; a text with `${` or `#{` is JUEL; anything
    else is the literal string it is.
    """

    def __init__(self, options: Options = DEFAULT_OPTIONS, cache_size: int = CACHE_SIZE) -> None:
        self._options = options
        self._compiled = lru_cache(maxsize=cache_size)(self._compile)

    def evaluate(
        self, expression: Expression, variables: Mapping[str, Any], beans: Mapping[str, Bean] = NO_BEANS
    ) -> Any:
        """The value. Raises `ExpressionSyntaxError`, `ExpressionFailed`, `UnknownVariable`, `ExpressionTooComplex`."""
        text, language = _source(expression)
        if language is None:
            return text
        return self._compiled(text, language, _unusual_names(text, language, variables)).evaluate(variables, beans)

    def check(self, expression: Expression) -> tuple[str, ...]:
        """Compile only; the names of the free variables, sorted. Raises `ExpressionSyntaxError` naming the column."""
        compiled = self.compiled(expression)
        return () if compiled is None else tuple(sorted(compiled.names))

    def compiled(self, expression: Expression) -> Compiled | None:
        """The compiled form, for lints that also look at `calls`; None for a literal."""
        text, language = _source(expression)
        return None if language is None else self._compiled(text, language, frozenset())

    def _compile(self, text: str, language: Language, names: frozenset[str]) -> Compiled:
        options = replace(self._options, names=self._options.names | names) if names else self._options
        return compile_expression(text, language, options)


def _source(expression: Expression) -> tuple[str, Language | None]:
    """The text to compile and its language; None for a literal."""
    text = expression.text
    if expression.language == Language.FEEL:
        return text.lstrip().removeprefix("="), Language.FEEL
    if expression.language != Language.JUEL:
        known = expression.language
        raise ExpressionSyntaxError(f"不支持的表达式语言“{known}”", f"unsupported language {known!r}", text, 1)
    if text.lstrip().startswith("="):
        return text.lstrip().removeprefix("="), Language.FEEL
    return text, Language.JUEL if "${" in text or "#{" in text else None


def _unusual_names(text: str, language: Language, variables: Mapping[str, Any]) -> frozenset[str]:
    """Variables that FEEL can only read when it knows them, because their names contain operators or keywords."""
    if language is Language.JUEL:
        return frozenset()
    return frozenset(name for name in variables if not name.isidentifier() and name in text)
