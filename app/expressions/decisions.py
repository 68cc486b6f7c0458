"""The decision evaluator of the house: `app.domain.ports.evaluation.DecisionEvaluator`, with required decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.domain.model.decision import DecisionModel, LiteralDecision
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.expressions.compiled import NO_BEANS
from app.expressions.decision import CompiledLiteral, CompiledTable, compile_literal, compile_table
from app.expressions.errors import DecisionFailed
from app.expressions.runtime import DEFAULT_OPTIONS, Options, Value

CACHE_SIZE = 512
"""Compiled decisions kept."""

MAX_DEPTH = 100
"""How long a chain of required decisions may be."""


class _Identity:
    """A model as a cache key: compared by identity, because hashing every cell would cost more than evaluating."""

    __slots__ = ("model",)

    def __init__(self, model: DecisionModel) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.model is self.model


class Decisions:
    """Evaluates decisions. Thread-safe; one instance serves the whole process."""

    def __init__(self, options: Options = DEFAULT_OPTIONS, cache_size: int = CACHE_SIZE) -> None:
        self._options = options
        self._compiled = lru_cache(maxsize=cache_size)(self._compile)

    def decide(
        self,
        decisions: Mapping[str, DecisionModel],
        key: str,
        variables: Mapping[str, Any],
        beans: Mapping[str, Bean] = NO_BEANS,
    ) -> DecisionResult:
        """The result of decision `key`, after those it requires.

        A required decision is known by its id and its name (one output: the value; several: a context; several hits: a
        list of these) and, as in Camunda, by the names of its outputs. Raises `DecisionFailed` for an unknown decision
        and for a cycle, and what tables and expressions raise.
        """
        return _Decision(self._evaluate, decisions, variables, beans).of(key, ())

    def check(self, decision: DecisionModel) -> None:
        """Compile every cell. Raises `DecisionFailed` naming rule and column."""
        self._compiled(_Identity(decision))

    def _evaluate(self, model: DecisionModel, scope: Mapping[str, Any], beans: Mapping[str, Bean]) -> DecisionResult:
        return self._compiled(_Identity(model)).evaluate(scope, beans)

    def _compile(self, key: _Identity) -> CompiledTable | CompiledLiteral:
        model = key.model
        if isinstance(model.logic, LiteralDecision):
            return compile_literal(model.logic, model.id, self._options)
        return compile_table(model.logic, self._options)


@dataclass(frozen=True, slots=True)
class _Decision:
    """One call of `Decisions.decide`: each decision of the graph is evaluated once, however many require it."""

    evaluate: Callable[[DecisionModel, Mapping[str, Any], Mapping[str, Bean]], DecisionResult]
    decisions: Mapping[str, DecisionModel]
    variables: Mapping[str, Any]
    beans: Mapping[str, Bean]
    done: dict[str, DecisionResult] = field(default_factory=dict)

    def of(self, key: str, path: tuple[str, ...]) -> DecisionResult:
        """The result of a decision; `path` are those that wait for it."""
        if key in self.done:
            return self.done[key]
        if key in path or len(path) >= MAX_DEPTH:
            circle = " → ".join((*path, key))
            raise DecisionFailed(f"决策循环依赖: {circle}", f"decisions require each other: {circle}")
        if key not in self.decisions:
            raise DecisionFailed(f"没有决策“{key}”", f"there is no decision {key!r}")
        model, scope = self.decisions[key], dict(self.variables)
        for required in model.requires:
            scope |= self._bound(required, (*path, key))
        self.done[key] = self.evaluate(model, scope, self.beans)
        return self.done[key]

    def _bound(self, required: str, path: tuple[str, ...]) -> dict[str, Value]:
        result = self.of(required, path)
        return _bindings(self.decisions[required], result)


def _bindings(model: DecisionModel, result: DecisionResult) -> dict[str, Value]:
    """The names under which a decision knows the result of one it requires."""
    bound: dict[str, Value] = {}
    if len(result.rows) == 1:
        bound |= result.rows[0]
    elif result.rows:
        bound |= {name: [row[name] for row in result.rows] for name in result.rows[0]}
    value = _value(model, result)
    bound[model.id] = value
    if model.name:
        bound[model.name] = value
    return bound


_MANY = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


def _value(model: DecisionModel, result: DecisionResult) -> Value:
    if result.is_single:
        return result.single
    rows = [next(iter(row.values())) if len(row) == 1 else dict(row) for row in result.rows]
    if not isinstance(model.logic, LiteralDecision) and model.logic.hit_policy in _MANY:
        return rows
    return rows[0] if rows else None
