"""Boxed expressions (DMN 1.3, chapter 7.3, and 1.4) to closures, on the same frames as FEEL texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.model.decision import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedList,
    BoxedLoop,
    DecisionTable,
    LiteralDecision,
    boxed_parts,
)
from app.expressions.decision import compile_table, located, step_of
from app.expressions.errors import ExpressionFailed
from app.expressions.feel_access import as_list, elements, filtered
from app.expressions.feel_calls import no_function
from app.expressions.feel_loops import collect, null_where_impossible, quantify
from app.expressions.functions import BUILT_IN, UserFunction
from app.expressions.runtime import Frame, Options, Step, Value
from app.expressions.types import ANY, FeelType, coerced_or_null, named_type
from app.expressions.values import Function, kind_of

TURN = 5
"""Steps that a turn of a boxed loop costs besides those its parts are charged for."""


class BoxedCompiler:
    """Turns boxed expressions into steps; `options` names what is visible and the types of the model."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def step(self, boxed: Boxed) -> Step:
        """The closure of an expression; its value is of its type or null. Raises `DecisionFailed` naming the part."""
        step = _COMPILERS[type(boxed)](self, boxed)
        wanted = self.type(boxed.type_ref)
        if wanted is ANY or isinstance(boxed, BoxedFunction):
            return step
        return lambda frame: coerced_or_null(frame.run, step(frame), wanted)

    def type(self, type_ref: str | None) -> FeelType:
        """The type a `typeRef` means; any for none, and for the types of other languages."""
        return named_type(type_ref, self.options.types)

    def knowing(self, *names: str) -> BoxedCompiler:
        """A compiler for a place where more names are visible."""
        return BoxedCompiler(replace(self.options, names=self.options.names.union(names)))

    def _table(self, boxed: DecisionTable) -> Step:
        return compile_table(boxed, self.options).value

    def _literal(self, boxed: LiteralDecision) -> Step:
        return located("表达式", "expression", step_of, boxed.expression, boxed.language, self.options)

    def _context(self, boxed: BoxedContext) -> Step:
        compiler, steps = self, []
        for entry in boxed.entries:
            steps.append((entry.name, compiler.step(entry.value), compiler.type(entry.type_ref)))
            compiler = compiler if entry.name is None else compiler.knowing(entry.name)
        entries = tuple(steps)

        def build(frame: Frame) -> Value:
            built: dict[str, Value] = {}
            inner = frame.inner(built)
            frame.run.spend(1 + len(entries))
            for name, step, wanted in entries:
                value = coerced_or_null(frame.run, step(inner), wanted)
                if name is None:
                    return value
                built[name] = value
            return built

        return build

    def _list(self, boxed: BoxedList) -> Step:
        items = tuple(self.step(item) for item in boxed.items)
        return lambda frame: frame.run.items([step(frame) for step in items])

    def _invocation(self, boxed: BoxedInvocation) -> Step:
        target = located("调用", "invocation", step_of, boxed.function, "feel", self.options)
        built_in = BUILT_IN.get(boxed.function)
        names = tuple(name for name, _ in boxed.bindings)
        arguments = tuple(self.step(value) for _, value in boxed.bindings)

        def call(frame: Frame) -> Value:
            found = target(frame)
            function = found if isinstance(found, Function) else built_in
            if function is None:
                raise no_function(found)
            return function.invoke(frame.run, [step(frame) for step in arguments], names)

        return call

    def _function(self, boxed: BoxedFunction) -> Step:
        parts = self.function_parts(boxed)
        return lambda frame: UserFunction(*parts, frame)

    def function_parts(self, boxed: BoxedFunction) -> tuple[tuple[str, ...], tuple[FeelType, ...], Step, int, FeelType]:
        """What a `UserFunction` needs besides the frame it is made in."""
        names = tuple(parameter.name for parameter in boxed.parameters)
        types = tuple(self.type(parameter.type_ref) for parameter in boxed.parameters)
        body = self.knowing(*names).step(boxed.body)
        return names, types, body, TURN * _size(boxed.body), self.type(boxed.type_ref)

    def _conditional(self, boxed: BoxedConditional) -> Step:
        condition, then, other = self.step(boxed.condition), self.step(boxed.then), self.step(boxed.other)

        def choose(frame: Frame) -> Value:
            holds = condition(frame)
            if not (holds is None or isinstance(holds, bool)):
                return None
            return then(frame) if holds else other(frame)

        return choose

    def _filter(self, boxed: BoxedFilter) -> Step:
        source, match = self.step(boxed.source), self.knowing("item").step(boxed.match)
        cost = TURN * _size(boxed.match)

        def verdict(frame: Frame) -> Value:
            holds = match(frame)
            if holds is None or isinstance(holds, bool):
                return holds
            kind = kind_of(holds)
            raise ExpressionFailed(f"筛选条件应为真或假, 而不是 {kind}", f"a match must be boolean, not {kind}")

        def select(frame: Frame) -> Value:
            items = source(frame)
            return None if items is None else filtered(frame, as_list(items), verdict, cost)

        return select

    def _loop(self, boxed: BoxedLoop) -> Step:
        source = elements(self.step(boxed.source))
        body, cost = self.knowing(boxed.variable, "partial").step(boxed.body), TURN * _size(boxed.body)
        if boxed.kind == "for":
            return null_where_impossible(collect((boxed.variable,), (source,), body, cost, partial=False))
        return null_where_impossible(quantify((boxed.variable,), (source,), body, cost, boxed.kind == "some"))


def _size(boxed: Boxed) -> int:
    """How many texts an expression holds: what one turn over it may cost."""
    return 1 + sum(map(_size, boxed_parts(boxed)))


_COMPILERS: dict[type, Callable[[BoxedCompiler, Any], Step]] = {
    DecisionTable: BoxedCompiler._table,
    LiteralDecision: BoxedCompiler._literal,
    BoxedContext: BoxedCompiler._context,
    BoxedList: BoxedCompiler._list,
    BoxedInvocation: BoxedCompiler._invocation,
    BoxedFunction: BoxedCompiler._function,
    BoxedConditional: BoxedCompiler._conditional,
    BoxedFilter: BoxedCompiler._filter,
    BoxedLoop: BoxedCompiler._loop,
}
