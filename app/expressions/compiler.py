"""Tree to closures: what both languages share, and how a bean is called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from app.domain.errors import InvalidInput
from app.expressions.errors import ExpressionFailed
from app.expressions.nodes import Chain, Conditional, Literal, Node
from app.expressions.runtime import Frame, Run, Step, Value
from app.expressions.values import check_value

BEAN_CALL_FUEL = 100
"""A bean's function may ask the calendar or the database, so a loop gets few of them."""

Operator = Callable[[Run, Value, Value], Value]


class Compiler(ABC):
    """Turns nodes into steps; a subclass per language supplies the meaning of names, operators and truth."""

    operators: ClassVar[Mapping[str, Operator]]

    def __init__(self) -> None:
        self.handlers: dict[type[Node], Callable[[Any], Step]] = {
            Literal: self.literal,
            Chain: self.chain,
            Conditional: self.conditional,
        }

    @abstractmethod
    def truth(self, value: Value) -> bool:
        """Whether a condition holds."""

    def step(self, node: Node) -> Step:
        """The closure of a node."""
        return self.handlers[type(node)](node)

    def steps(self, nodes: tuple[Node, ...]) -> tuple[Step, ...]:
        """The closures of several nodes."""
        return tuple(self.step(node) for node in nodes)

    def literal(self, node: Literal) -> Step:
        """A constant."""
        value = node.value
        return lambda frame: value

    def chain(self, node: Chain) -> Step:
        """Operators of one level from left to right; the common case of one operator gets its own closure."""
        first = self.step(node.first)
        rest = tuple(
            (self.operators[operator], self.step(operand))
            for operator, operand in zip(node.operators, node.rest, strict=True)
        )
        if len(rest) == 1:
            ((apply, second),) = rest
            return lambda frame: apply(frame.run, first(frame), second(frame))

        def run_chain(frame: Frame) -> Value:
            value = first(frame)
            for apply, operand in rest:
                value = apply(frame.run, value, operand(frame))
            return value

        return run_chain

    def conditional(self, node: Conditional) -> Step:
        """One of two branches; only the chosen one is evaluated."""
        condition, then, other = self.step(node.condition), self.step(node.then), self.step(node.other)
        truth = self.truth
        return lambda frame: then(frame) if truth(condition(frame)) else other(frame)


def bean_member(run: Run, bean: str, member: str) -> Value:
    """A value or function of a bean. Raises `ExpressionFailed` where it has none of that name."""
    members = run.beans.get(bean)
    if members is None or member not in members:
        name = f"{bean}.{member}" if bean else member
        raise ExpressionFailed(f"没有可用的函数或属性“{name}”", f"there is no function or property {name!r}")
    return members[member]


def call_bean(run: Run, bean: str, member: str, arguments: list[Value]) -> Value:
    """Call a bean's function with checked arguments and check what it returns.

    `InvalidInput` and Python's own errors about wrong arguments become an `ExpressionFailed` with their cause; other
    errors of the domain pass through.
    """
    function = bean_member(run, bean, member)
    name = f"{bean}.{member}" if bean else member
    if not callable(function):
        raise ExpressionFailed(f"“{name}”不是函数", f"{name!r} is not a function")
    run.spend(BEAN_CALL_FUEL)
    checked = [check_value(argument, run) for argument in arguments]
    try:
        result = function(*checked)
    except InvalidInput as error:
        raise ExpressionFailed(f"函数“{name}”: {error.text.zh}", f"{name}: {error.text.en}") from error
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise ExpressionFailed(f"函数“{name}”出错:{error}", f"the function {name!r} failed: {error}") from error
    return check_value(result, run)


def bean_property(run: Run, bean: str, member: str) -> Value:
    """Read a bean's value; a function must be called."""
    value = bean_member(run, bean, member)
    if callable(value):
        raise ExpressionFailed(f"“{bean}.{member}”是函数,请加括号", f"{bean}.{member} is a function, call it with ()")
    return check_value(value, run)
