"""Text in, a compiled expression out: the two calls everything else is built on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from app.domain.ports.clock import Bean
from app.expressions.comparison import in_zone
from app.expressions.errors import ExpressionFailed
from app.expressions.feel_compiler import FeelCompiler, Tester
from app.expressions.feel_functions import FUNCTIONS
from app.expressions.feel_parser import parse_feel, parse_unary_tests
from app.expressions.juel_compiler import JuelCompiler
from app.expressions.juel_methods import METHODS
from app.expressions.juel_parser import parse_juel
from app.expressions.lexer import Language
from app.expressions.nodes import Call, ContextOf, FunctionOf, Index, Loop, Method, Name, Node, children
from app.expressions.runtime import DEFAULT_OPTIONS, Frame, Options, Run, Step, Value, too_complex
from app.expressions.values import YearMonthDuration, as_integer, check_value, plain_text

NO_BEANS: Mapping[str, Bean] = {}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Compiled:
    """One expression, compiled. Immutable and safe to share between threads."""

    text: str
    language: Language
    step: Step
    names: frozenset[str]
    """Free variables; in JUEL also what may turn out to be a bean whose value is read (`task` of `task.assignee`)."""
    calls: frozenset[str]
    """Functions that only a bean can have: `calendar.wd`, `now`; a lint compares them with the beans there are."""
    options: Options

    def evaluate(self, scope: Mapping[str, Value], beans: Mapping[str, Bean] = NO_BEANS) -> Value:
        """The value for the variables of `scope`.

        JUEL gives int, Decimal, or what a variable or bean holds; FEEL gives numbers as Decimal, and lists and contexts
        made of JSON values only. Raises `ExpressionFailed` (JUEL also `UnknownVariable`) or `ExpressionTooComplex`.
        """
        run = Run(self.options, beans)
        value = guarded(run, lambda: self.step(Frame(scope, run)))
        return outgoing(run, value) if self.language is Language.FEEL else guarded(run, lambda: check_value(value, run))


@dataclass(frozen=True, slots=True)
class CompiledTests:
    """The unary tests of one cell, compiled."""

    text: str
    tester: Tester
    names: frozenset[str]
    options: Options

    def passes(self, subject: Value, scope: Mapping[str, Value], beans: Mapping[str, Bean] = NO_BEANS) -> bool:
        """Whether `subject` passes; null is not passing. Raises `ExpressionFailed` or `ExpressionTooComplex`."""
        run = Run(self.options, beans)
        return guarded(run, lambda: self.tester(Frame({"?": subject}, run, Frame(scope, run)), subject)) is True


def compile_expression(text: str, language: Language, options: Options = DEFAULT_OPTIONS) -> Compiled:
    """Compile one expression: for JUEL a text with `${...}` in it, for FEEL the text without the leading `=`.

    Raises `ExpressionSyntaxError` naming the column, or `ExpressionTooComplex`.
    """
    if language is Language.JUEL:
        tree = _parsed(lambda: parse_juel(text, options))
        step = _parsed(lambda: _JUEL.step(tree))
    else:
        tree = _parsed(lambda: parse_feel(text, options))
        step = _parsed(lambda: FeelCompiler(options).step(tree))
    names, calls = _free(tree, language)
    return Compiled(text, language, step, names, calls, options)


def compile_unary_tests(text: str, options: Options = DEFAULT_OPTIONS) -> CompiledTests:
    """Compile an input cell of a decision table; empty text and `-` pass everything.

    Raises `ExpressionSyntaxError` naming the column, or `ExpressionTooComplex`.
    """
    tree = _parsed(lambda: parse_unary_tests(text, options))
    names, _ = _free(tree, Language.FEEL)
    return CompiledTests(text, _parsed(lambda: FeelCompiler(options).tests(tree)), names - {"?"}, options)


_JUEL = JuelCompiler()


def guarded(run: Run, evaluate: Callable[[], T]) -> T:
    """Evaluate; what Python itself would raise becomes one of our typed errors."""
    try:
        return evaluate()
    except (ArithmeticError, ValueError) as error:
        raise ExpressionFailed(f"数值超出范围:{error}", f"a value is out of range: {error}") from error
    except RecursionError as error:
        raise too_complex("嵌套层数", "levels of nesting", run.options.depth) from error


def _parsed(work: Callable[[], T]) -> T:
    try:
        return work()
    except RecursionError as error:
        raise too_complex("嵌套层数", "levels of nesting", DEFAULT_OPTIONS.depth) from error


def outgoing(run: Run, value: Value) -> Value:
    """A FEEL value as the rest of the house knows values.

    A moment without offset gets the run's zone; inside lists and contexts, which are stored as JSON, whole numbers
    become int, others float, and dates and durations their text. Raises `ExpressionFailed` for a range.
    """
    value = guarded(run, lambda: check_value(value, run))
    if isinstance(value, (list, dict)):
        return guarded(run, lambda: _json(value))
    return in_zone(run, value) if isinstance(value, datetime) else value


def _json(value: Any) -> Value:
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        whole = as_integer(value)
        return float(value) if whole is None else whole
    return plain_text(value) if isinstance(value, (date, time, timedelta, YearMonthDuration)) else value


_BUILT_IN = frozenset(FUNCTIONS)


def _free(tree: Node, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The free names of a tree, and the functions it needs beans for."""
    found = list(_references(tree, language, frozenset()))
    names = frozenset(name for name, is_call in found if not is_call)
    return names, frozenset(name for name, is_call in found if is_call)


def _references(node: Node, language: Language, bound: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Each free name (False) and bean function (True) of a tree."""
    if isinstance(node, Name) and node.name not in bound:
        yield node.name, False
    elif isinstance(node, Call) and (language is Language.JUEL or node.function not in _BUILT_IN | bound):
        yield node.function, True
    elif _is_bean_call(node, language, bound):
        yield f"{node.target.name}.{node.name}", True  # type: ignore[attr-defined]  # _is_bean_call made sure of it
    for child, inner in _scoped(node, language, bound):
        yield from _references(child, language, inner)


def _is_bean_call(node: Node, language: Language, bound: frozenset[str]) -> bool:
    if not isinstance(node, Method) or not isinstance(node.target, Name) or node.target.name in bound:
        return False
    return language is Language.FEEL or node.name not in METHODS


def _scoped(node: Node, language: Language, bound: frozenset[str]) -> Iterator[tuple[Node, frozenset[str]]]:
    """The sub-nodes with the names that are bound where they stand."""
    if isinstance(node, Loop):
        for place, source in enumerate(node.sources):
            yield source, bound.union(node.names[:place])
        yield node.body, bound.union(node.names, ("partial",))
    elif isinstance(node, FunctionOf):
        yield node.body, bound.union(node.parameters)
    elif isinstance(node, ContextOf):
        for place, value in enumerate(node.values):
            yield value, bound.union(node.keys[:place])
    elif isinstance(node, Index) and language is Language.FEEL:
        yield node.target, bound
        yield node.index, bound | {"item"}
    elif isinstance(node, Method) and _is_bean_call(node, language, bound):
        yield from ((argument, bound) for argument in node.arguments)
    else:
        yield from ((child, bound) for child in children(node))
