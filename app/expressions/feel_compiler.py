"""The tree of a FEEL text to closures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from app.expressions.compiler import Operator, bean_property
from app.expressions.feel_access import Source, as_list, counted, element, elements, filtered, path
from app.expressions.feel_calls import CallCompiler
from app.expressions.feel_loops import collect, null_where_impossible, quantify
from app.expressions.feel_operators import OPERATORS, between, matches, negate
from app.expressions.nodes import (
    Between,
    Bound,
    ContextOf,
    In,
    Index,
    InstanceOf,
    Junction,
    ListOf,
    Literal,
    Loop,
    Name,
    Node,
    Property,
    RangeOf,
    Span,
    Test,
    Tests,
    Unary,
    mentions,
    size_and_depth,
)
from app.expressions.runtime import DEFAULT_OPTIONS, MISSING, Frame, Options, Step, Value
from app.expressions.values import Range, as_integer, is_number

Tester = Callable[[Frame, Value], "bool | None"]


class FeelCompiler(CallCompiler):
    """FEEL: a missing name is null, logic is three-valued, lists count from 1, a wrong type gives null."""

    operators: ClassVar[Mapping[str, Operator]] = OPERATORS

    def __init__(self, options: Options = DEFAULT_OPTIONS) -> None:
        super().__init__(options)
        self.handlers |= {
            Name: self.variable,
            Property: self.property,
            Index: self.filter,
            Unary: self.unary,
            Junction: self.junction,
            ListOf: self.list_of,
            ContextOf: self.context_of,
            RangeOf: self.range_of,
            Bound: self.bound,
            Between: self.between,
            In: self.member,
            InstanceOf: self.instance_of,
            Loop: self.loop,
        }

    def truth(self, value: Value) -> bool:
        return value is True

    def variable(self, node: Name) -> Step:
        """A variable of the scope, null where there is none."""
        name = node.name

        def read(frame: Frame) -> Value:
            value = frame.find(name)
            if isinstance(value, tuple):
                return list(value)
            return None if value is MISSING else value

        return read

    def property(self, node: Property) -> Step:
        """An entry of a context, a part of a date, or that of every element of a list; a bean's value."""
        target, name = self.step(node.target), node.name
        bean = node.target.name if isinstance(node.target, Name) else None

        def read(frame: Frame) -> Value:
            if bean is not None and bean in frame.run.beans:
                return bean_property(frame.run, bean, name)
            return path(frame.run, target(frame), name)

        return read

    def filter(self, node: Index) -> Step:
        """`list[2]`, `list[-1]`, `list[item > 3]`."""
        target, test = self.step(node.target), self.step(node.index)
        cost, _ = size_and_depth(node.index)
        if isinstance(node.index, Literal) and is_number(node.index.value):
            position = as_integer(node.index.value)
            return lambda frame: element(as_list(target(frame)), position)

        def select(frame: Frame) -> Value:
            items = target(frame)
            if items is None:
                return None
            return filtered(frame, as_list(items), test, cost)

        return select

    def unary(self, node: Unary) -> Step:
        """`-x`."""
        operand = self.step(node.operand)
        return lambda frame: negate(operand(frame))

    def junction(self, node: Junction) -> Step:
        """Three-valued `and` and `or`; the first operand that decides ends it."""
        operands, decisive = self.steps(node.operands), node.operator == "or"

        def decide(frame: Frame) -> bool | None:
            unknown = False
            for step in operands:
                value = step(frame)
                if value is decisive:
                    return bool(decisive)
                unknown = unknown or not isinstance(value, bool)
            return None if unknown else not decisive

        return decide

    def list_of(self, node: ListOf) -> Step:
        """A list of the values."""
        items = self.steps(node.items)
        return lambda frame: frame.run.items([step(frame) for step in items])

    def context_of(self, node: ContextOf) -> Step:
        """A context; each entry sees those before it."""
        entries = tuple(zip(node.keys, self.steps(node.values), strict=True))

        def build(frame: Frame) -> dict[str, Value]:
            built: dict[str, Value] = {}
            inner = frame.inner(built)
            frame.run.spend(1 + len(entries))
            for key, step in entries:
                built[key] = step(inner)
            return built

        return build

    def range_of(self, node: RangeOf) -> Step:
        """A range; null where an end is null."""
        start, end = self.step(node.start), self.step(node.end)
        low, high = node.start_included, node.end_included

        def build(frame: Frame) -> Range | None:
            first, last = start(frame), end(frame)
            return None if first is None or last is None else Range(first, last, low, high)

        return build

    def bound(self, node: Bound) -> Step:
        """A range with one end; `(= x)` holds x alone and `(!= x)` all but x."""
        end, make = self.step(node.end), _BOUNDS[node.operator]

        def build(frame: Frame) -> Range | None:
            value = end(frame)
            return None if value is None else make(value)

        return build

    def between(self, node: Between) -> Step:
        """`x between a and b`."""
        subject, low, high = self.step(node.subject), self.step(node.low), self.step(node.high)
        return lambda frame: between(frame.run, subject(frame), low(frame), high(frame))

    def member(self, node: In) -> Step:
        """`x in tests`."""
        subject, tests = self.step(node.subject), self.tests(node.tests)
        return lambda frame: tests(frame, subject(frame))

    def instance_of(self, node: InstanceOf) -> Step:
        """`x instance of type`; null is an instance of Null only."""
        subject, wanted = self.step(node.subject), self.type(node.type)
        is_null = node.type.name == "Null"

        def check(frame: Frame) -> bool:
            value = subject(frame)
            return is_null if value is None else wanted.holds(frame.run, value)

        return check

    def loop(self, node: Loop) -> Step:
        """`for`, `some`, `every`; each turn costs as many steps as its body has nodes."""
        sources, body = tuple(self.source(source) for source in node.sources), self.step(node.body)
        cost, _ = size_and_depth(node.body)
        names = node.names
        if node.kind == "for":
            return null_where_impossible(collect(names, sources, body, cost, mentions(node.body, "partial")))
        return null_where_impossible(quantify(names, sources, body, cost, node.kind == "some"))

    def source(self, node: Node) -> Source:
        """What a loop runs over."""
        if isinstance(node, Span):
            return counted(self.step(node.start), self.step(node.end))
        return elements(self.step(node))

    def tests(self, node: Tests) -> Tester:
        """Unary tests against a subject: one that passes is enough."""
        testers = tuple(self.test(test) for test in node.tests)
        if not testers:
            return lambda frame, subject: True
        negated = node.negated

        def check(frame: Frame, subject: Value) -> bool | None:
            unknown = False
            for tester in testers:
                result = tester(frame, subject)
                if result is True:
                    return not negated
                unknown = unknown or result is None
            return None if unknown else negated

        return check

    def test(self, node: Test) -> Tester:
        """One unary test.

        A test that mentions `?` passes when it is true. Any other is compared: in a range, in a list, equal to the
        subject. A condition about other variables (`amount > 5`) that is true passes too, unless the subject is a
        boolean; a constant or a variable is only ever compared, so `true` does not pass null.
        """
        operand = self.step(node.operand)
        if node.operator is not None:
            apply = self.operators[node.operator]
            return lambda frame, subject: apply(frame.run, subject, operand(frame))
        if node.asks:
            return lambda frame, subject: _known(operand(frame.inner({"?": subject})))
        is_condition = not isinstance(node.operand, (Literal, Name, Property, Index))
        is_range = isinstance(node.operand, RangeOf)

        def check(frame: Frame, subject: Value) -> bool | None:
            candidate = operand(frame)
            if is_range and candidate is None:
                return None
            if is_condition and candidate is True and not isinstance(subject, bool):
                return True
            return matches(frame.run, subject, candidate)

        return check


_BOUNDS: dict[str, Callable[[Value], Range]] = {
    "<": lambda end: Range(None, end, False, False),
    "<=": lambda end: Range(None, end, False, True),
    ">": lambda end: Range(end, None, False, False),
    ">=": lambda end: Range(end, None, True, False),
    "=": lambda end: Range(end, end, True, True),
    "!=": lambda end: Range(end, end, False, False, outside=True),
}


def _known(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None
