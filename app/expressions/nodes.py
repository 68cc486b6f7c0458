"""The tree both front ends build: one node class per construct, plain frozen data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from app.expressions.runtime import Value
from app.expressions.types import TypeText


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes; `column` counts from 1."""

    column: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Property(Node):
    """`target.name`."""

    target: Node
    name: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`target[index]`; in FEEL also a filter."""

    target: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(a, b)`, or with names `function(x: a, y: b)`; `names` is empty for arguments by position."""

    function: str
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoke(Node):
    """`(function(x) x + 1)(5)`, `f(1)(2)`: the call of what an expression gives; `names` as in `Call`."""

    target: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(a: number, b) a + b`; `types` are those of the parameters, None where one has none."""

    parameters: tuple[str, ...]
    types: tuple[TypeText | None, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Method(Node):
    """`target.name(a, b)`: a bean's function, a function in a context, or a safe method of a plain value."""

    target: Node
    name: str
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-x`, `not x`, `empty x`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """`a + b - c`: operators of one level, from left to right; flat, so that long sums are not deep."""

    first: Node
    operators: tuple[str, ...]
    rest: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """`a and b and c` or `a or b or c`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`condition ? then : other`, `if condition then ... else ...`."""

    condition: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Composite(Node):
    """Text with expressions in it: `Hello ${name}!`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b, c]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{a: 1, b: a + 1}`; later entries see earlier ones."""

    keys: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """`[a..b]`, `(a..b]`, `]a..b[`, ..."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class Bound(Node):
    """`(< 10)`, `(>= 5)`, `(= 5)`, `(!= 5)`: a range with one end written."""

    operator: str
    end: Node


@dataclass(frozen=True, slots=True)
class Span(Node):
    """`1..10` behind the `in` of a `for`: counted up or down."""

    start: Node
    end: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`x between a and b`."""

    subject: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One positive unary test: `< 5`, a range, or a value; `asks` when it mentions `?` itself."""

    operator: str | None
    operand: Node
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """`a, b, c` or `not(a, b, c)`, tested against a subject; without tests (`-`) everything passes."""

    tests: tuple[Test, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class In(Node):
    """`subject in tests`."""

    subject: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`x instance of type`."""

    subject: Node
    type: TypeText


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for`, `some` or `every` over one or more names; `sources` are evaluated with the earlier names bound."""

    kind: str
    names: tuple[str, ...]
    sources: tuple[Node, ...]
    body: Node


def children(node: Node) -> Iterator[Node]:
    """The direct sub-nodes."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def mentions(root: Node, name: str) -> bool:
    """Whether a tree reads a variable of that name, wherever it may be bound."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Name) and node.name == name:
            return True
        pending.extend(children(node))
    return False


def size_and_depth(root: Node) -> tuple[int, int]:
    """How many nodes a tree has and how deep it is, without recursion."""
    size = depth = 0
    pending = [(root, 1)]
    while pending:
        node, level = pending.pop()
        size += 1
        depth = max(depth, level)
        pending.extend((child, level + 1) for child in children(node))
    return size, depth
