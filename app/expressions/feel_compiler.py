"""The tree of a FEEL text to closures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar

from app.expressions.compiler import GLOBAL_BEAN, Compiler, Operator, bean_property, call_bean
from app.expressions.feel_functions import FUNCTIONS, choose
from app.expressions.feel_operators import OPERATORS, between, matches, negate
from app.expressions.nodes import (
    Between,
    Call,
    ContextOf,
    In,
    Index,
    InstanceOf,
    Junction,
    ListOf,
    Literal,
    Loop,
    Method,
    Name,
    Property,
    RangeOf,
    Test,
    Tests,
    Unary,
    size_and_depth,
)
from app.expressions.runtime import MISSING, Frame, Run, Step, Value
from app.expressions.temporal import component
from app.expressions.values import Range, as_integer, is_number, kind_of

Tester = Callable[[Frame, Value], "bool | None"]


class FeelCompiler(Compiler):
    """FEEL: a missing name is null, logic is three-valued, lists count from 1, a wrong type gives null."""

    operators: ClassVar[Mapping[str, Operator]] = OPERATORS

    def __init__(self) -> None:
        super().__init__()
        self.handlers |= {
            Name: self.variable,
            Property: self.property,
            Index: self.filter,
            Call: self.call,
            Method: self.method,
            Unary: self.unary,
            Junction: self.junction,
            ListOf: self.list_of,
            ContextOf: self.context_of,
            RangeOf: self.range_of,
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
            return _path(frame.run, target(frame), name)

        return read

    def filter(self, node: Index) -> Step:
        """`list[2]`, `list[-1]`, `list[item > 3]`."""
        target, test = self.step(node.target), self.step(node.index)
        cost, _ = size_and_depth(node.index)
        if isinstance(node.index, Literal) and is_number(node.index.value):
            position = as_integer(node.index.value)
            return lambda frame: _at(_as_list(target(frame)), position)

        def select(frame: Frame) -> Value:
            items = target(frame)
            if items is None:
                return None
            return _filtered(frame, _as_list(items), test, cost)

        return select

    def call(self, node: Call) -> Step:
        """A built-in function, else one of the global bean."""
        arguments, names, function = self.steps(node.arguments), node.names, node.function
        if function not in FUNCTIONS:
            return lambda frame: call_bean(frame.run, GLOBAL_BEAN, function, _whole(frame, arguments))
        form = choose(function, len(arguments), names)
        return lambda frame: form.call(frame.run, [step(frame) for step in arguments], names)

    def method(self, node: Method) -> Step:
        """A bean's function; FEEL values have no methods."""
        bean = node.target.name if isinstance(node.target, Name) else ""
        name, arguments = node.name, self.steps(node.arguments)
        return lambda frame: call_bean(frame.run, bean, name, _whole(frame, arguments))

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
        subject, wanted = self.step(node.subject), node.type_name
        return lambda frame: _is_instance(subject(frame), wanted)

    def loop(self, node: Loop) -> Step:
        """`for`, `some`, `every`; each turn costs as many steps as its body has nodes."""
        sources, body = self.steps(node.sources), self.step(node.body)
        cost, _ = size_and_depth(node.body)
        names, kind = node.names, node.kind

        def run_loop(frame: Frame) -> Value:
            results: list[Value] = []
            for inner in _turns(frame, names, sources):
                frame.run.spend(cost)
                value = body(inner)
                if kind != "for" and value is (kind == "some"):
                    return value
                frame.run.limit_items(len(results) + 1)
                results.append(value)
            if kind == "for":
                return results
            return None if any(not isinstance(value, bool) for value in results) else kind == "every"

        return run_loop

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

        def check(frame: Frame, subject: Value) -> bool | None:
            candidate = operand(frame)
            if is_condition and candidate is True and not isinstance(subject, bool):
                return True
            return matches(frame.run, subject, candidate)

        return check


def _known(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _path(run: Run, target: Value, name: str) -> Value:
    if isinstance(target, dict):
        return target.get(name)
    if isinstance(target, list):
        run.check_items(len(target))
        return [_path_of_element(item, name) for item in target]
    if isinstance(target, Range):
        parts = {"start": target.start, "end": target.end}
        parts |= {"start included": target.start_included, "end included": target.end_included}
        return parts.get(name)
    return component(target, name)


def _path_of_element(item: Value, name: str) -> Value:
    return item.get(name) if isinstance(item, dict) else component(item, name)


def _filtered(frame: Frame, items: list[Value], test: Step, cost: int) -> Value:
    """The elements that pass, or one element where the filter is a number; the first element decides which it is."""
    kept: list[Value] = []
    for place, item in enumerate(items):
        frame.run.spend(cost + 1)
        inner = frame.inner({"item": item})
        result = test(inner.inner(item) if isinstance(item, dict) else inner)
        if place == 0 and is_number(result):
            return _at(items, as_integer(result))
        if result is True:
            kept.append(item)
    return frame.run.items(kept)


def _as_list(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _at(items: list[Value], position: int | None) -> Value:
    if position is None or position == 0 or abs(position) > len(items):
        return None
    return items[position - 1 if position > 0 else position]


def _whole(frame: Frame, arguments: tuple[Step, ...]) -> list[Value]:
    """The arguments of a bean's function, whole numbers as int, which is what Python code expects."""
    values = [step(frame) for step in arguments]
    return [_plain_number(value) for value in values]


def _plain_number(value: Value) -> Value:
    whole = as_integer(value)
    return value if whole is None or isinstance(value, bool) else whole


def _turns(frame: Frame, names: tuple[str, ...], sources: tuple[Step, ...]) -> Iterator[Frame]:
    """A frame per combination of the sources' elements, the last source fastest."""
    for item in _elements(frame, sources[0](frame)):
        frame.run.spend(1)
        inner = frame.inner({names[0]: item})
        if len(sources) == 1:
            yield inner
        else:
            yield from _turns(inner, names[1:], sources[1:])


def _elements(frame: Frame, source: Value) -> list[Value]:
    """What a loop runs over: a list, the whole numbers of a range, or a single value; nothing for null."""
    if not isinstance(source, Range):
        return _as_list(source)
    start, end = as_integer(source.start), as_integer(source.end)
    if start is None or end is None:
        return []
    frame.run.check_items(abs(end - start) + 1)
    step = 1 if end >= start else -1
    return [Decimal(number) for number in range(start, end + step, step)]


def _is_instance(value: Value, wanted: str) -> bool:
    kind = kind_of(value)
    if wanted == "Any":
        return kind != "Null"
    return kind == wanted
