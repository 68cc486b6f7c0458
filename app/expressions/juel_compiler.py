"""The tree of a `${...}` text to closures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from app.expressions.compiler import Compiler, Operator, bean_property, call_bean
from app.expressions.errors import ExpressionFailed, UnknownVariable
from app.expressions.juel_methods import call_method, element
from app.expressions.juel_operators import OPERATORS, is_empty, negate, truth
from app.expressions.nodes import Call, Composite, Index, Junction, Method, Name, Node, Property, Unary
from app.expressions.runtime import GLOBAL_BEAN, MISSING, Frame, Run, Step, Value
from app.expressions.values import kind_of, plain_text


class JuelCompiler(Compiler):
    """JUEL: a missing variable is an error, logic is two-valued, lists count from 0.

    A bean's name wins over a variable of the same name, so no form field can pose as `org` or `calendar`.
    """

    operators: ClassVar[Mapping[str, Operator]] = OPERATORS

    def __init__(self) -> None:
        super().__init__()
        self.handlers |= {
            Name: self.variable,
            Property: self.property,
            Index: self.index,
            Call: self.call,
            Method: self.method,
            Unary: self.unary,
            Junction: self.junction,
            Composite: self.composite,
        }

    def truth(self, value: Value) -> bool:
        return truth(value)

    def variable(self, node: Name) -> Step:
        """A variable of the scope."""
        name = node.name

        def read(frame: Frame) -> Value:
            value = frame.find(name)
            if value is MISSING:
                raise UnknownVariable(name)
            return value

        return read

    def property(self, node: Property) -> Step:
        """A bean's value, or an entry of a map; null of null, as EL has it."""
        target, name, bean = self.step(node.target), node.name, _bean_name(node.target)

        def read(frame: Frame) -> Value:
            if bean is not None and bean in frame.run.beans:
                return bean_property(frame.run, bean, name)
            return _entry(target(frame), name)

        return read

    def index(self, node: Index) -> Step:
        """An element of a list or an entry of a map."""
        target, index = self.step(node.target), self.step(node.index)
        return lambda frame: _element(target(frame), index(frame))

    def call(self, node: Call) -> Step:
        """A function of the global bean."""
        function, arguments = node.function, self.steps(node.arguments)
        return lambda frame: call_bean(frame.run, GLOBAL_BEAN, function, [step(frame) for step in arguments])

    def method(self, node: Method) -> Step:
        """A bean's function or a safe method of a plain value."""
        target, arguments, bean = self.step(node.target), self.steps(node.arguments), _bean_name(node.target)
        name = node.name

        def invoke(frame: Frame) -> Value:
            if bean is not None and bean in frame.run.beans:
                return call_bean(frame.run, bean, name, [step(frame) for step in arguments])
            return call_method(frame.run, target(frame), name, [step(frame) for step in arguments])

        return invoke

    def unary(self, node: Unary) -> Step:
        """`-x`, `!x`, `empty x`."""
        operand = self.step(node.operand)
        if node.operator == "-":
            return lambda frame: negate(frame.run, operand(frame))
        if node.operator == "empty":
            return lambda frame: is_empty(operand(frame))
        return lambda frame: not truth(operand(frame))

    def junction(self, node: Junction) -> Step:
        """`and` and `or`, from left to right, no further than needed."""
        operands = self.steps(node.operands)
        if node.operator == "and":
            return lambda frame: all(truth(step(frame)) for step in operands)
        return lambda frame: any(truth(step(frame)) for step in operands)

    def composite(self, node: Composite) -> Step:
        """Text with values put in; null is empty text."""
        parts = self.steps(node.parts)

        def join(frame: Frame) -> Value:
            texts = [_piece(frame.run, step(frame)) for step in parts]
            frame.run.check_text(sum(map(len, texts)))
            return "".join(texts)

        return join


def _bean_name(node: Node) -> str | None:
    return node.name if isinstance(node, Name) else None


def _entry(target: Value, name: Value) -> Value:
    if target is None:
        return None
    if isinstance(target, dict):
        return target.get(name)
    kind = kind_of(target)
    raise ExpressionFailed(f"{kind} 没有属性“{name}”", f"{kind} has no property {name!r}")


def _element(target: Value, index: Value) -> Value:
    if isinstance(target, (list, tuple)):
        return element([*target] if isinstance(target, tuple) else target, index)
    return _entry(target, plain_text(index))


def _piece(run: Run, value: Value) -> str:
    if value is None:
        return ""
    text = plain_text(value)
    if text is None:
        kind = kind_of(value)
        raise ExpressionFailed(f"{kind} 不能写入文本", f"{kind} cannot be put into text")
    return run.text(text)
