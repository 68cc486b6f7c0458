"""What can go wrong with an expression, as typed errors a person can act on."""

from __future__ import annotations

from app.domain.errors import EvaluationFailed, ExpressionTooComplex, UnknownVariable

__all__ = ["DecisionFailed", "ExpressionFailed", "ExpressionSyntaxError", "ExpressionTooComplex", "UnknownVariable"]


class ExpressionSyntaxError(EvaluationFailed):
    """The text cannot be compiled; `column` counts characters of `expression` from 1."""

    code = "expression_syntax"

    def __init__(self, zh: str, en: str, expression: str, column: int) -> None:
        super().__init__(f"{zh}(第 {column} 列)", f"{en} (column {column})")
        self.expression = expression
        self.column = column


class ExpressionFailed(EvaluationFailed):
    """The text is well formed but has no value for these variables."""

    code = "expression_failed"


class DecisionFailed(EvaluationFailed):
    """A decision table broke a rule of DMN; `rules` are the ids of the rules at fault."""

    code = "decision_failed"

    def __init__(self, zh: str, en: str, rules: tuple[str, ...] = ()) -> None:
        named = ", ".join(rules)
        super().__init__(f"{zh}:{named}" if rules else zh, f"{en}: {named}" if rules else en)
        self.rules = rules
