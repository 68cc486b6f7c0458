"""FEEL text to the tree: expressions and unary tests of DMN 1.3."""

from __future__ import annotations

from typing import ClassVar

from app.expressions import temporal
from app.expressions.feel_functions import check_call
from app.expressions.feel_names import STOPS
from app.expressions.feel_type_reader import TypeReader
from app.expressions.lexer import Language
from app.expressions.nodes import (
    Between,
    Bound,
    Call,
    Chain,
    Conditional,
    ContextOf,
    FunctionOf,
    In,
    Index,
    InstanceOf,
    Invoke,
    Junction,
    ListOf,
    Literal,
    Loop,
    Method,
    Name,
    Node,
    Property,
    RangeOf,
    Span,
    Test,
    Tests,
    Unary,
    mentions,
)
from app.expressions.parser import ADDITIVE, AND, MULTIPLICATIVE, OR, POWER, RELATIONAL
from app.expressions.runtime import Options
from app.expressions.types import TypeText

_LEVELS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">=", "between", "in", "instance"), RELATIONAL),
    **dict.fromkeys(("+", "-"), ADDITIVE),
    **dict.fromkeys(("*", "/"), MULTIPLICATIVE),
    "**": POWER,
}
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_CONSTANTS = {"true": True, "false": False, "null": None}
_STARTS = frozenset("([]{-?")


def parse_feel(text: str, options: Options) -> Node:
    """The tree of one FEEL expression."""
    parser = FeelParser(text, options)
    root = parser.expression()
    if parser.token.kind != "end":
        parser.unexpected()
    return parser.finish(root)


def parse_unary_tests(text: str, options: Options) -> Tests:
    """The tree of a decision table's input cell; empty text and `-` pass everything."""
    if text.strip() in {"", "-"}:
        return Tests(1, ())
    parser = FeelParser(text, options)
    root = parser.cell()
    parser.finish(root)
    return root


class FeelParser(TypeReader):
    """One FEEL text."""

    language: ClassVar[Language] = Language.FEEL

    def cell(self) -> Tests:
        """Unary tests up to the end of the text."""
        start = self.position
        if self.at("not") and self.ahead().value == "(":
            column = self.advance().start + 1
            self.advance()
            tests = self.tests(0)
            self.expect(")")
            if self.token.kind == "end":
                return Tests(column, tests, negated=True)
            self.position = start
        tests = self.tests(0)
        if self.token.kind != "end":
            self.unexpected()
        return Tests(1, tests)

    def tests(self, floor: int) -> tuple[Test, ...]:
        """Positive unary tests, separated by commas."""
        tests = [self.test(floor)]
        while self.accept(","):
            tests.append(self.test(floor))
        return tuple(tests)

    def test(self, floor: int) -> Test:
        """One positive unary test."""
        column = self.column
        operator = self.accept(*_COMPARISONS)
        operand = self.expression(RELATIONAL if operator else floor)
        return Test(column, operator, operand, operator is None and mentions(operand, "?"))

    def level(self) -> int:
        if self.token.kind not in {"op", "name"}:
            return 0
        return _LEVELS.get(self.token.value, 0)

    def infix(self, level: int, left: Node) -> Node:
        column = self.column
        if level == RELATIONAL:
            return self._relation(column, left)
        operators, rest = self.operands(level)
        if level in {OR, AND}:
            return Junction(column, operators[0], (left, *rest))
        return Chain(column, left, tuple(operators), tuple(rest))

    def _relation(self, column: int, left: Node) -> Node:
        operator = self.advance().value
        if operator == "between":
            low = self.expression(RELATIONAL)
            self.expect("and")
            return Between(column, left, low, self.expression(RELATIONAL))
        if operator == "in":
            return In(column, left, self._in_tests())
        if operator == "instance":
            self.expect("of")
            return InstanceOf(column, left, self.type())
        return Chain(column, left, (operator,), (self.expression(RELATIONAL),))

    def _in_tests(self) -> Tests:
        """What follows `in`: one test, or several in parentheses, which a range `(a..b)` also begins with."""
        column = self.column
        if not self.at("("):
            return Tests(column, (self.test(RELATIONAL),))
        self.advance()
        tests = self.tests(0)
        if len(tests) == 1 and tests[0].operator is None and self.at(".."):
            return Tests(column, (Test(column, None, self._range(column, tests[0].operand, False)),))
        self.expect(")")
        return Tests(column, tests)

    def prefix(self) -> Node:
        column = self.column
        if self.accept("-"):
            return Unary(column, "-", self.expression(POWER))
        if self.token.kind == "name":
            word = self._keyword(column)
            if word is not None:
                return word
        return self._postfix(self._primary(column))

    def _keyword(self, column: int) -> Node | None:
        """The constructs that begin with a word."""
        word = self.token.value
        if word == "if":
            self.advance()
            condition = self.expression()
            self.expect("then")
            then = self.expression()
            self.expect("else")
            return Conditional(column, condition, then, self.expression())
        if word in {"for", "some", "every"} and self.ahead().kind == "name":
            return self._loop(column)
        if word == "function" and self.ahead().value == "(":
            return self._function(column)
        if word in STOPS:
            self.unexpected()
        return None

    def _loop(self, column: int) -> Node:
        kind = self.advance().value
        names: list[str] = []
        sources: list[Node] = []
        while True:
            names.append(self.words())
            self.expect("in")
            source_column, source = self.column, self.expression()
            if self.accept(".."):
                source = Span(source_column, source, self.expression())
            sources.append(source)
            if not self.accept(","):
                break
        self.expect("return" if kind == "for" else "satisfies")
        return Loop(column, kind, tuple(names), tuple(sources), self.expression())

    def _function(self, column: int) -> Node:
        self.advance()
        self.expect("(")
        names: list[str] = []
        types: list[TypeText | None] = []
        while not self.at(")"):
            names.append(self.words(stops=frozenset()))
            types.append(self.type() if self.accept(":") else None)
            if not self.accept(","):
                break
        self.expect(")")
        if self.at("external"):
            self.fail(
                "不支持外部函数(Java、PMML), 请用 FEEL 编写函数体",
                "external functions (Java, PMML) are not supported, write the body in FEEL",
            )
        if len(set(names)) < len(names):
            self.fail("参数重复", "a parameter occurs twice", column)
        with self.knowing(names):
            return FunctionOf(column, tuple(names), tuple(types), self.expression())

    def _primary(self, column: int) -> Node:
        match self.token.kind:
            case "number":
                return Literal(column, self.number())
            case "string":
                return Literal(column, self.advance().value)
            case "at":
                return self._at_literal(column)
            case "name":
                return self._named(column)
        return self._bracketed(column)

    def _bracketed(self, column: int) -> Node:
        if self.accept("?"):
            return Name(column, "?")
        if self.accept("("):
            return self._parenthesis(column)
        if self.accept("["):
            return self._list(column)
        if self.accept("]"):
            return self._range(column, self.expression(), False)
        if self.accept("{"):
            return self._context(column)
        self.unexpected()

    def _at_literal(self, column: int) -> Node:
        text = self.advance().value
        value = temporal.parse_any(text)
        if value is None:
            self.fail(f"无法识别的日期或时间“{text}”", f"{text!r} is no date, time or duration", column)
        return Literal(column, value)

    def _parenthesis(self, column: int) -> Node:
        operator = self.accept(*_COMPARISONS)
        if operator is not None:
            bound = Bound(column, operator, self.expression(RELATIONAL))
            self.expect(")")
            return bound
        inner = self.expression()
        if self.at(".."):
            return self._range(column, inner, False)
        self.expect(")")
        return inner

    def _list(self, column: int) -> Node:
        if self.accept("]"):
            return ListOf(column, ())
        items = [self.expression()]
        if self.at(".."):
            return self._range(column, items[0], True)
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return ListOf(column, tuple(items))

    def _range(self, column: int, start: Node, included: bool) -> Node:
        self.expect("..")
        end = self.expression()
        closing = self.accept("]", ")", "[")
        if closing is None:
            self.fail("区间缺少结束括号", "the range is not closed")
        return RangeOf(column, start, end, included, closing == "]")

    def _context(self, column: int) -> Node:
        keys: list[str] = []
        values: list[Node] = []
        while not self.at("}"):
            keys.append(self.key())
            self.expect(":")
            with self.knowing(keys):
                values.append(self.expression())
            if not self.accept(","):
                break
        self.expect("}")
        if len(set(keys)) < len(keys):
            self.fail("键重复", "a key occurs twice", column)
        return ContextOf(column, tuple(keys), tuple(values))

    def _named(self, column: int) -> Node:
        if self.token.value in _CONSTANTS:
            return Literal(column, _CONSTANTS[self.advance().value])
        name = self.variable_or_function()
        if not self.at("("):
            return Name(column, name)
        names, arguments = self._arguments()
        call = Call(column, name, arguments, names)
        if not self.is_function(name):
            self.fail(f"未知函数“{name}”", f"unknown function {name!r}", column)
        problem = None if name in self.options.names else check_call(name, len(arguments), names)
        if problem is not None:
            self.fail(problem.zh, problem.en, column)
        return call

    def _arguments(self) -> tuple[tuple[str, ...], tuple[Node, ...]]:
        self.expect("(")
        names: list[str] = []
        arguments: list[Node] = []
        while not self.at(")"):
            name = self.argument_name()
            if (name is not None) != bool(names) and arguments:
                self.fail("参数不能一部分有名称, 一部分没有", "name all arguments or none")
            names += [name] if name is not None else []
            arguments.append(self.expression())
            if not self.accept(","):
                break
        self.expect(")")
        return tuple(names), tuple(arguments)

    def _postfix(self, target: Node) -> Node:
        while True:
            column = self.column
            if self.accept("."):
                target = self._member(target, column)
            elif self.at("[") and self._starts_expression():
                self.advance()
                target = Index(column, target, self.expression())
                self.expect("]")
            elif self.at("("):
                if isinstance(target, Literal):
                    self.fail("此处不能调用函数", "no function can be called here")
                names, arguments = self._arguments()
                target = Invoke(column, target, arguments, names)
            else:
                return target

    def _starts_expression(self) -> bool:
        """Whether the bracket opens a filter; else it closes a range: `]1..5[`."""
        token = self.ahead()
        if token.kind == "name":
            return token.value not in STOPS
        return token.kind in {"number", "string", "at"} or (token.kind == "op" and token.value in _STARTS)

    def _member(self, target: Node, column: int) -> Node:
        name = self.member()
        if name.startswith("__"):
            self.fail(f"不允许的名称“{name}”", f"the name {name!r} is not allowed", column)
        if not self.at("(") or not isinstance(target, Name):
            return Property(column, target, name)
        names, arguments = self._arguments()
        return Method(column, target, name, arguments, names)
