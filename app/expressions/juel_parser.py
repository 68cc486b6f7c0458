"""`${...}` and `#{...}` to the tree: the part of EL 2.2 that Camunda diagrams use."""

from __future__ import annotations

from typing import ClassVar

from app.expressions.juel_methods import METHODS
from app.expressions.lexer import Language
from app.expressions.nodes import (
    Call,
    Chain,
    Composite,
    Conditional,
    Index,
    Junction,
    Literal,
    Method,
    Name,
    Node,
    Property,
    Unary,
)
from app.expressions.parser import ADDITIVE, AND, EQUALITY, MULTIPLICATIVE, OR, RELATIONAL, Parser
from app.expressions.runtime import Options, too_complex

_LEVELS = {
    **dict.fromkeys(("||", "or"), OR),
    **dict.fromkeys(("&&", "and"), AND),
    **dict.fromkeys(("==", "!=", "eq", "ne"), EQUALITY),
    **dict.fromkeys(("<", ">", "<=", ">=", "lt", "gt", "le", "ge"), RELATIONAL),
    **dict.fromkeys(("+", "-"), ADDITIVE),
    **dict.fromkeys(("*", "/", "%", "div", "mod"), MULTIPLICATIVE),
}
_SYMBOLS = {
    "||": "or", "&&": "and", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=",
    "div": "/", "mod": "%", "!": "not",
}  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None}
_RESERVED = frozenset({*_LEVELS, *_CONSTANTS, "not", "empty", "instanceof"})


def parse_juel(text: str, options: Options) -> Node:
    r"""The tree of a JUEL text.

    One expression alone (blanks around it do not count) keeps its value's type; anything else is text with the
    expressions put in. `\${` stands for a literal `${`.
    """
    parts = _split(text, options)
    solid = [part for part in parts if not (isinstance(part, str) and part.isspace())]
    if len(solid) == 1 and isinstance(solid[0], Node):
        return solid[0]
    if not any(isinstance(part, Node) for part in parts):
        return Literal(1, "".join(part for part in parts if isinstance(part, str)))
    return Composite(1, tuple(part if isinstance(part, Node) else Literal(1, part) for part in parts))


def _split(text: str, options: Options) -> list[Node | str]:
    """The literal pieces and the expressions of a text, in order."""
    if len(text) > options.text_length:
        raise too_complex("表达式长度", "characters of text", options.text_length)
    parts: list[Node | str] = []
    literal, offset = "", 0
    while offset < len(text):
        if text[offset] == "\\" and text[offset + 1 : offset + 3] in {"${", "#{"}:
            literal, offset = literal + text[offset + 1 : offset + 3], offset + 3
        elif text[offset : offset + 2] in {"${", "#{"}:
            if literal:
                parts.append(literal)
            parser = JuelParser(text, options, offset + 2)
            parts.append(parser.whole())
            literal, offset = "", parser.token.stop
        else:
            literal, offset = literal + text[offset], offset + 1
    if literal:
        parts.append(literal)
    return parts


class JuelParser(Parser):
    """One expression between `${` and `}`."""

    language: ClassVar[Language] = Language.JUEL

    def whole(self) -> Node:
        """The expression up to its closing brace; the token left is that brace."""
        root = self.expression()
        if not self.at("}"):
            self._unclosed()
        return self.finish(root)

    def _unclosed(self) -> None:
        if self.token.kind == "end":
            self.fail("缺少结束的“}”", "the closing '}' is missing")
        self.unexpected()

    def level(self) -> int:
        if self.token.kind not in {"op", "name"}:
            return 0
        return _LEVELS.get(self.token.value, 0)

    def infix(self, level: int, left: Node) -> Node:
        column = self.column
        operators, rest = self.operands(level)
        operators = [_SYMBOLS.get(operator, operator) for operator in operators]
        if level in {OR, AND}:
            return Junction(column, operators[0], (left, *rest))
        return Chain(column, left, tuple(operators), tuple(rest))

    def expression(self, floor: int = 0) -> Node:
        condition = super().expression(floor)
        if floor or not self.at("?"):
            return condition
        column = self.advance().start + 1
        self.nesting += 1
        then = self.expression()
        self.expect(":")
        other = self.expression()
        self.nesting -= 1
        return Conditional(column, condition, then, other)

    def prefix(self) -> Node:
        column = self.column
        operator = self.accept("-", "!", "not", "empty")
        if operator is None:
            return self._postfix(self._primary())
        return Unary(column, _SYMBOLS.get(operator, operator), self.expression(MULTIPLICATIVE))

    def _primary(self) -> Node:
        column, kind = self.column, self.token.kind
        if kind == "number":
            number = self.number()
            whole = number == number.to_integral_value() and "." not in self.tokens[self.position - 1].value
            return Literal(column, int(number) if whole and number.adjusted() <= self.options.digits else number)
        if kind == "string":
            return Literal(column, self.advance().value)
        if self.accept("("):
            inner = self.expression()
            self.expect(")")
            return inner
        if kind == "name":
            return self._named(column)
        self.unexpected()

    def _named(self, column: int) -> Node:
        name = self.token.value
        if name in _CONSTANTS:
            self.advance()
            return Literal(column, _CONSTANTS[name])
        if name in _RESERVED:
            self.unexpected()
        self._refuse_dunder()
        self.advance()
        if self.at("("):
            return Call(column, name, self._arguments())
        return Name(column, name)

    def _postfix(self, target: Node) -> Node:
        while True:
            column = self.column
            if self.accept("."):
                target = self._member(target, column)
            elif self.accept("["):
                target = Index(column, target, self.expression())
                self.expect("]")
            else:
                return target

    def _member(self, target: Node, column: int) -> Node:
        self._refuse_dunder()
        name_column = self.column
        name = self.name()
        if not self.at("("):
            return Property(column, target, name)
        if not isinstance(target, Name) and name not in METHODS:
            self.fail(f"不允许调用方法“{name}”", f"the method {name!r} may not be called", name_column)
        return Method(column, target, name, self._arguments())

    def _arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        arguments: list[Node] = []
        while not self.at(")"):
            arguments.append(self.expression())
            if not self.accept(","):
                break
        self.expect(")")
        return tuple(arguments)

    def _refuse_dunder(self) -> None:
        """No text of a diagram may even name what Python keeps behind two underscores."""
        if self.token.value.startswith("__"):
            self.fail(f"不允许的名称“{self.token.value}”", f"the name {self.token.value!r} is not allowed")
