"""Expressions, decisions and forms: text and models in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.domain.errors import FieldProblem
from app.domain.model.decision import DecisionModel
from app.domain.model.form import FormModel
from app.domain.model.process import Expression
from app.domain.ports.clock import Bean


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The hits of a decision: one dict per matched rule, and for COLLECT with aggregation or no table, `single`.

    `inputs` is what the input columns of a table saw, by their labels.
    """

    rows: tuple[Mapping[str, Any], ...]
    matched_rules: tuple[str, ...]
    single: Any = None
    is_single: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)


class ExpressionEvaluator(Protocol):
    """Evaluates expressions within bounds; compiles each text once."""

    def evaluate(self, expression: Expression, variables: Mapping[str, Any], beans: Mapping[str, Bean]) -> Any:
        """The value. Raises `EvaluationFailed` (unknown variable in JUEL, wrong types, bounds)."""

    def check(self, expression: Expression) -> tuple[str, ...]:
        """Compile only; raises `EvaluationFailed` naming the column. Returns the names of the free variables."""


class DecisionEvaluator(Protocol):
    """Evaluates decisions."""

    def decide(
        self, decisions: Mapping[str, DecisionModel], key: str, variables: Mapping[str, Any], beans: Mapping[str, Bean]
    ) -> DecisionResult:
        """The result of decision `key`; required decisions come from the same mapping. Raises `EvaluationFailed`."""

    def check(self, decision: DecisionModel) -> None:
        """Compile every cell; raises `EvaluationFailed` naming rule and column."""


class FormValidator(Protocol):
    """The server's own check of what a browser sends."""

    def validate(
        self, form: FormModel, values: Mapping[str, Any], context: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], tuple[FieldProblem, ...]]:
        """The cleaned values (hidden and unknown fields dropped) and what is wrong with them.

        `context` holds the variables the form was opened with: conditions and option lists may name them.
        """
