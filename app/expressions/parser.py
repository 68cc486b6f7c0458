"""What both parsers share: the token stream, precedence climbing with flat chains, bounds on text and nesting."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import ClassVar, NoReturn

from app.expressions.errors import ExpressionSyntaxError
from app.expressions.lexer import Language, Token, tokenize
from app.expressions.nodes import Node, size_and_depth
from app.expressions.runtime import Options, too_complex
from app.expressions.values import MAX_EXPONENT

OR, AND, EQUALITY, RELATIONAL, ADDITIVE, MULTIPLICATIVE, POWER = range(1, 8)
"""Precedence of the infix operators; 0 means that the next token is none."""


class Parser(ABC):
    """A recursive descent over the tokens of one expression; subclasses know the language."""

    language: ClassVar[Language]

    def __init__(self, text: str, options: Options, start: int = 0) -> None:
        if len(text) > options.text_length:
            raise too_complex("表达式长度", "characters of text", options.text_length)
        self.text = text
        self.options = options
        self.tokens = tokenize(text, self.language, start)
        self.position = 0
        self.nesting = 0

    @abstractmethod
    def prefix(self) -> Node:
        """An operand with its prefix and postfix operators."""

    @abstractmethod
    def level(self) -> int:
        """The precedence of the next token as an infix operator, 0 when it is none."""

    @abstractmethod
    def infix(self, level: int, left: Node) -> Node:
        """Everything that follows `left` on this level, as one node."""

    def expression(self, floor: int = 0) -> Node:
        """An expression whose infix operators bind tighter than `floor`."""
        self.deeper()
        left = self.prefix()
        while (level := self.level()) > floor:
            left = self.infix(level, left)
        self.nesting -= 1
        return left

    def deeper(self) -> None:
        """Count one more level of nesting and refuse too many."""
        self.nesting += 1
        if self.nesting > self.options.depth:
            raise too_complex("嵌套层数", "levels of nesting", self.options.depth)

    def operands(self, level: int) -> tuple[list[str], list[Node]]:
        """The operators of one level and their right sides, as long as they follow one another."""
        operators: list[str] = []
        rest: list[Node] = []
        while self.level() == level:
            operators.append(self.advance().value)
            rest.append(self.expression(level))
        return operators, rest

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.position]

    @property
    def column(self) -> int:
        """The column of the next token, from 1."""
        return self.token.start + 1

    def ahead(self, offset: int = 1) -> Token:
        """A token further on; the `end` token behind the last."""
        return self.tokens[min(self.position + offset, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.token
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def at(self, *values: str) -> bool:
        """Whether the next token is one of these operators or words."""
        return self.token.kind in {"op", "name"} and self.token.value in values

    def accept(self, *values: str) -> str | None:
        """Take the next token if it is one of these, else None."""
        return self.advance().value if self.at(*values) else None

    def expect(self, value: str) -> Token:
        """Take exactly this token."""
        if not self.at(value):
            self.fail(f"此处应为“{value}”", f"expected {value!r}")
        return self.advance()

    def name(self) -> str:
        """Take one name."""
        if self.token.kind != "name":
            self.fail("此处应为名称", "expected a name")
        return self.advance().value

    def number(self) -> Decimal:
        """Take a number literal of at most the allowed digits."""
        token = self.advance()
        mantissa, _, exponent = token.value.lower().partition("e")
        digits = len(mantissa.replace(".", ""))
        if digits > self.options.digits or len(exponent) > 5 or abs(int(exponent or 0)) > MAX_EXPONENT:
            raise too_complex("数字位数", "digits", self.options.digits)
        return Decimal(token.value)

    def fail(self, zh: str, en: str, column: int | None = None) -> NoReturn:
        """Raise a syntax error at `column`, by default at the next token."""
        raise ExpressionSyntaxError(zh, en, self.text, self.column if column is None else column)

    def unexpected(self) -> NoReturn:
        """Raise the syntax error for a token that fits nowhere."""
        if self.token.kind == "end":
            self.fail("表达式不完整", "the expression ends too early")
        self.fail(f"意外的“{self.token.value}”", f"unexpected {self.token.value!r}")

    def finish(self, root: Node) -> Node:
        """Check that a parsed tree is within the bounds."""
        _, depth = size_and_depth(root)
        if depth > self.options.depth:
            raise too_complex("嵌套层数", "levels of nesting", self.options.depth)
        return root
