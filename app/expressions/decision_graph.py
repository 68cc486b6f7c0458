"""Decisions with what they require: other decisions, input data, knowledge models and services (DMN 1.3, chapter 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.model.decision import (
    DecisionLibrary,
    DecisionModel,
    DecisionService,
    DecisionTable,
    ItemType,
    KnowledgeModel,
    LiteralDecision,
    NamedValue,
)
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.expressions.boxed import BoxedCompiler
from app.expressions.compiled import compile_unary_tests, guarded
from app.expressions.decision import CompiledTable, compile_table, leaving, located, value_of
from app.expressions.decision_types import admit, convert, type_table
from app.expressions.errors import DecisionFailed
from app.expressions.functions import UserFunction, by_position
from app.expressions.runtime import MISSING, Frame, Options, Run, Step, Value
from app.expressions.types import ANY, FeelType, coerced, named_type
from app.expressions.values import Function

MAX_DEPTH = 100
"""How long a chain of required decisions may be."""

FunctionParts = tuple[tuple[str, ...], tuple[FeelType, ...], Step, int, FeelType]
"""What a `UserFunction` of a knowledge model is made of, besides its frame."""


@dataclass(frozen=True, slots=True)
class CompiledDecision:
    """A decision, compiled. Immutable and safe to share between threads; `table` where it is one."""

    model: DecisionModel
    step: Step
    table: CompiledTable | None
    options: Options

    def decide(self, frame: Frame) -> DecisionResult:
        """The result with FEEL values: of a table its hits, of anything else one row with the one value."""
        if self.table is not None:
            return self.table.decide(frame)
        logic, model = self.model.logic, self.model
        name = (logic.variable if isinstance(logic, LiteralDecision) else None) or model.id
        type_ref = (logic.type_ref if isinstance(logic, LiteralDecision) else None) or model.type_ref
        value = convert(frame.run, self.step(frame), type_ref, name, self.options.types)
        return DecisionResult(({name: value},), (), single=value, is_single=True)

    def value(self, result: DecisionResult) -> Value:
        """A result as others see it."""
        return result.single if self.table is None else value_of(self.table.table, result)


def model_options(library: DecisionLibrary, base: Options) -> Options:
    """The bounds, with the types of a model and the names of their components."""

    def compile_tests(text: str) -> Callable[[Run, Value], bool]:
        tester = located("允许值", "allowed values", compile_unary_tests, text, base).tester
        return lambda run, value: tester(Frame({"?": value}, run), value) is True

    names = {name for item in library.types for name in _component_names(item)}
    return replace(base, types=type_table(library.types, compile_tests), names=base.names | names, closed=True)


def _component_names(item: ItemType) -> Iterator[str]:
    for part in item.components:
        yield part.name
        yield from _component_names(part)


def compile_decision(model: DecisionModel, options: Options) -> CompiledDecision:
    """Compile the logic of a decision. Raises `DecisionFailed` naming rule, column or text."""
    library = model.library
    required = [library.results[id].name for id in model.requires if id in library.results]
    given = [library.inputs[id].name for id in model.inputs]
    functions = [_function(library, id).name for id in model.functions]
    compiler = BoxedCompiler(options).knowing(*required, *given, *functions)
    if isinstance(model.logic, DecisionTable):
        table = compile_table(model.logic, compiler.options)
        return CompiledDecision(model, table.value, table, compiler.options)
    logic = replace(model.logic, type_ref=None)
    return CompiledDecision(model, compiler.step(logic), None, compiler.options)


def _function(library: DecisionLibrary, id: str) -> KnowledgeModel | DecisionService:
    return library.knowledge.get(id) or library.services[id]


def compile_functions(library: DecisionLibrary, options: Options) -> Mapping[str, FunctionParts]:
    """The knowledge models of a file, compiled. Raises `DecisionFailed` naming the knowledge model."""
    compiled: dict[str, FunctionParts] = {}
    for id, model in library.knowledge.items():
        names = [_function(library, required).name for required in model.requires]
        compiler = BoxedCompiler(options).knowing(model.name, *names)
        compiled[id] = located(
            f"业务知识“{model.name}”", f"knowledge model {model.name!r}", compiler.function_parts, model.function
        )
    return compiled


@dataclass(frozen=True, slots=True)
class Graph:
    """One evaluation: each decision is evaluated once, however many require it."""

    decisions: Mapping[str, DecisionModel]
    variables: Mapping[str, Any]
    beans: Mapping[str, Bean]
    compiled: Callable[[DecisionModel], CompiledDecision]
    functions: Callable[[DecisionLibrary], Mapping[str, FunctionParts]]
    run: Run | None = None
    """The allowance of the expression that calls a decision service; else each decision has its own."""
    done: dict[str, Value] = field(default_factory=dict)
    rows: dict[str, DecisionResult] = field(default_factory=dict)

    def result(self, key: str) -> DecisionResult:
        """The result of a decision as the rest of the house knows values."""
        self.of(key, ())
        run = self._fresh(self.compiled(self.decisions[key]).options)
        return leaving(run, self.rows[key])

    def of(self, key: str, path: tuple[str, ...]) -> Value:
        """The value of a decision; `path` are those that wait for it."""
        if key in self.done:
            return self.done[key]
        if key in path or len(path) >= MAX_DEPTH:
            circle = " → ".join((*path, key))
            raise DecisionFailed(f"决策循环依赖: {circle}", f"decisions require each other: {circle}")
        if key not in self.decisions:
            raise DecisionFailed(f"没有决策“{key}”", f"there is no decision {key!r}")
        compiled = self.compiled(self.decisions[key])
        run = self._fresh(compiled.options)
        scope = self._scope(compiled, run, (*path, key))
        result = guarded(run, lambda: compiled.decide(Frame(scope, run)))
        self.rows[key], self.done[key] = result, compiled.value(result)
        return self.done[key]

    def service(self, key: str, path: tuple[str, ...] = ()) -> dict[str, Value]:
        """The values of the output decisions of a service by their names."""
        library = next((each.library for each in self.decisions.values() if key in each.library.services), None)
        if library is None:
            raise DecisionFailed(f"没有决策服务“{key}”", f"there is no decision service {key!r}")
        service = library.services[key]
        for id in service.input_decisions:
            given, options = library.results[id], self.compiled(self.decisions[id]).options
            value = self.variables.get(given.name)
            self.done[id] = self._admitted(given, value, self._fresh(options), options)
        return {library.results[id].name: self.of(id, path) for id in service.outputs}

    def _admitted(self, given: NamedValue, value: Value, run: Run, options: Options) -> Value:
        return guarded(run, lambda: admit(run, value, given.type_ref, given.name, options.types))

    def _fresh(self, options: Options) -> Run:
        return self.run or Run(options, self.beans)

    def _scope(self, compiled: CompiledDecision, run: Run, path: tuple[str, ...]) -> dict[str, Value]:
        """The names a decision sees: the variables, its input data with their types, what it requires."""
        model, scope = compiled.model, dict(self.variables)
        for id in model.inputs:
            given = model.library.inputs[id]
            scope[given.name] = self._admitted(given, scope.get(given.name), run, compiled.options)
        for id in model.requires:
            scope |= self._bound(id, path)
        if model.functions:
            scope |= self._known_functions(model, path)
        return scope

    def _bound(self, required: str, path: tuple[str, ...]) -> dict[str, Value]:
        """The names under which a decision knows one it requires."""
        value, model = self.of(required, path), self.decisions[required]
        bound: dict[str, Value] = {}
        rows = self.rows[required].rows if required in self.rows else ()
        if len(rows) == 1:
            bound |= rows[0]
        elif rows:
            bound |= {name: [row[name] for row in rows] for name in rows[0]}
        bound[model.id] = value
        if model.name:
            bound[model.name] = value
        if required in model.library.results:
            bound[model.library.results[required].name] = value
        return bound

    def _known_functions(self, model: DecisionModel, path: tuple[str, ...]) -> dict[str, Value]:
        made: dict[str, Function] = {}
        for id in model.functions:
            self._make(id, model.library, path, made)
        return {_function(model.library, id).name: made[id] for id in model.functions}

    def _make(self, id: str, library: DecisionLibrary, path: tuple[str, ...], made: dict[str, Function]) -> None:
        """A knowledge model or service as a function, and before it those it requires; one may call itself."""
        if id in made:
            return
        if id in library.services:
            made[id] = _ServiceFunction(self, library, library.services[id], path)
            return
        knowledge, names = library.knowledge[id], dict[str, Value]()
        made[id] = UserFunction(*self.functions(library)[id], Frame(names, Run(Options(), self.beans)))
        names[knowledge.name] = made[id]
        for required in knowledge.requires:
            self._make(required, library, path, made)
            names[_function(library, required).name] = made[required]


class _ServiceFunction(Function):
    """A decision service as a function: its decisions see the arguments and nothing else of the caller."""

    __slots__ = ("_graph", "_library", "_path", "_service", "parameters")

    def __init__(self, graph: Graph, library: DecisionLibrary, service: DecisionService, path: tuple[str, ...]) -> None:
        self._graph, self._library, self._service, self._path = graph, library, service, path
        self.parameters = tuple(given.name for given in self._given())

    def _given(self) -> tuple[NamedValue, ...]:
        data = (self._library.inputs[id] for id in self._service.input_data)
        return (*data, *(self._library.results[id] for id in self._service.input_decisions))

    def invoke(self, run: Run, arguments: list[Value], names: tuple[str, ...] = ()) -> Value:
        """The value of the one output decision, or a context of several; null where the arguments do not fit."""
        placed = by_position(self.parameters, arguments, names)
        if placed is None:
            return None
        types = run.options.types
        kinds = (named_type(given.type_ref, types) for given in self._given())
        ready = [coerced(run, value, kind or ANY) for value, kind in zip(placed, kinds, strict=True)]
        if any(value is MISSING for value in ready):
            return None
        variables = dict(zip(self.parameters, ready, strict=True))
        inner = replace(self._graph, variables=variables, run=run, done={}, rows={})
        values = run.call(lambda: inner.service(self._service.id, self._path))
        return next(iter(values.values())) if len(values) == 1 else values
