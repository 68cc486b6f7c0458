"""The decision evaluator of the house: `app.domain.ports.evaluation.DecisionEvaluator`, with what decisions require."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from app.domain.model.decision import DecisionLibrary, DecisionModel
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.expressions.compiled import NO_BEANS
from app.expressions.decision_graph import CompiledDecision, Graph, compile_decision, compile_functions, model_options
from app.expressions.runtime import DEFAULT_OPTIONS, Options, Value

CACHE_SIZE = 512
"""Compiled decisions kept."""

T = TypeVar("T")


class _Identity(Generic[T]):
    """A model as a cache key: compared by identity, because hashing every cell would cost more than evaluating."""

    __slots__ = ("model",)

    def __init__(self, model: T) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.model is self.model


class Decisions:
    """Evaluates decisions. Thread-safe; one instance serves the whole process."""

    def __init__(self, options: Options = DEFAULT_OPTIONS, cache_size: int = CACHE_SIZE) -> None:
        self._base = options
        self._decision = lru_cache(maxsize=cache_size)(self._compile)
        self._options = lru_cache(maxsize=cache_size)(self._model_options)
        self._functions = lru_cache(maxsize=cache_size)(self._compile_functions)

    def decide(
        self,
        decisions: Mapping[str, DecisionModel],
        key: str,
        variables: Mapping[str, Any],
        beans: Mapping[str, Bean] = NO_BEANS,
    ) -> DecisionResult:
        """The result of decision `key`, after those it requires.

        A required decision is known by its id and its name (one output: the value; several: a context; several hits: a
        list of these) and, as in Camunda, by the names of its outputs. Raises `DecisionFailed` for an unknown decision,
        for a cycle and for a value of the wrong type, and what tables and expressions raise.
        """
        return self._graph(decisions, variables, beans).result(key)

    def value(
        self,
        decisions: Mapping[str, DecisionModel],
        key: str,
        variables: Mapping[str, Any],
        beans: Mapping[str, Bean] = NO_BEANS,
    ) -> Value:
        """The value of decision `key` as a decision that requires it sees it; raises what `decide` raises."""
        return self._graph(decisions, variables, beans).of(key, ())

    def service(
        self,
        decisions: Mapping[str, DecisionModel],
        key: str,
        variables: Mapping[str, Any],
        beans: Mapping[str, Bean] = NO_BEANS,
    ) -> Mapping[str, Value]:
        """The values of the output decisions of a decision service, by their names; input decisions are variables."""
        return self._graph(decisions, variables, beans).service(key)

    def check(self, decision: DecisionModel) -> None:
        """Compile every cell and text. Raises `DecisionFailed` naming the place."""
        self._decision(_Identity(decision))
        self._functions(_Identity(decision.library))

    def _graph(
        self, decisions: Mapping[str, DecisionModel], variables: Mapping[str, Any], beans: Mapping[str, Bean]
    ) -> Graph:
        return Graph(
            decisions,
            variables,
            beans,
            lambda model: self._decision(_Identity(model)),
            lambda library: self._functions(_Identity(library)),
        )

    def _compile(self, key: _Identity[DecisionModel]) -> CompiledDecision:
        return compile_decision(key.model, self._options(_Identity(key.model.library)))

    def _compile_functions(self, key: _Identity[DecisionLibrary]) -> Any:
        return compile_functions(key.model, self._options(_Identity(key.model)))

    def _model_options(self, key: _Identity[DecisionLibrary]) -> Options:
        return model_options(key.model, self._base)
