"""What a compiled expression runs on: its bounds, its fuel and the names it can see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any

from app.domain.errors import ExpressionTooComplex
from app.domain.ports.clock import Bean

if TYPE_CHECKING:
    from app.expressions.types import FeelType

GLOBAL_BEAN = ""
"""The bean whose functions are called without a bean's name: `now()`."""

Value = Any
"""None, bool, int, float, Decimal, str, date, time, datetime, timedelta, YearMonthDuration, Range, list or dict."""

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""A fixed offset on purpose: it needs no time zone files, and China has had no summer time since 1991."""


@dataclass(frozen=True, slots=True)
class Options:
    """The bounds of one expression, and the zone in which a date and time without offset is read.

    Sizes are characters, elements or digits; `fuel` is the number of steps one evaluation may take. The defaults keep
    the worst expression under 200 ms and a few tens of megabytes.
    """

    text_length: int = 4_000
    depth: int = 60
    fuel: int = 50_000
    string_length: int = 100_000
    list_length: int = 10_000
    digits: int = 34
    zone: tzinfo = CHINA
    names: frozenset[str] = frozenset()
    """Names FEEL must recognise although they contain operators or keywords, for example ``due in days``."""
    closed: bool = False
    """Whether only built-in functions and those among `names` may be called, so that a misspelt one is refused."""
    types: Mapping[str, FeelType] = field(default_factory=dict)
    """The item definitions of the model by name."""
    calls: int = 40
    """How deep user-defined functions may call one another."""


DEFAULT_OPTIONS = Options()

MISSING: Any = object()
"""Stands for "no such name"; never leaves this package."""


class Run:
    """One evaluation: what is left of its fuel, its beans and bounds."""

    __slots__ = ("beans", "calls", "fuel", "options", "patterns")

    def __init__(self, options: Options, beans: Mapping[str, Bean]) -> None:
        self.options = options
        self.beans = beans
        self.fuel = options.fuel
        self.calls = 0
        self.patterns: dict[tuple[str, str], Any] = {}
        """The regular expressions this evaluation has paid for."""

    def spend(self, steps: int) -> None:
        """Burn fuel. Charged where work repeats or grows with the data; the rest is bounded by the text's length."""
        self.fuel -= steps
        if self.fuel < 0:
            raise too_complex("步数", "steps", self.options.fuel)

    def call(self, work: Callable[[], Value]) -> Value:
        """Run the body of a function, so that a function which calls itself ends as an error."""
        if self.calls >= self.options.calls:
            raise too_complex("函数调用层数", "levels of function calls", self.options.calls)
        self.calls += 1
        try:
            return work()
        finally:
            self.calls -= 1

    def text(self, value: str) -> str:
        """Let a new string through if it is short enough; 100 characters cost a step."""
        self.check_text(len(value))
        return value

    def check_text(self, length: int) -> None:
        """Refuse a string of `length` before it is made."""
        if length > self.options.string_length:
            raise too_complex("字符串长度", "characters of a string", self.options.string_length)
        self.spend(1 + length // 100)

    def items(self, value: list[Value]) -> list[Value]:
        """Let a new list through if it is short enough; every element costs a step."""
        self.check_items(len(value))
        return value

    def check_items(self, count: int) -> None:
        """Refuse a list of `count` elements before it is made."""
        self.limit_items(count)
        self.spend(1 + count)

    def limit_items(self, count: int) -> None:
        """Refuse a list of `count` elements whose steps are charged elsewhere."""
        if count > self.options.list_length:
            raise too_complex("列表长度", "elements of a list", self.options.list_length)


class Frame:
    """The names visible at one place of an expression; inner frames (loops, filters, contexts) hide outer ones."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, names: Mapping[str, Value], run: Run, outer: Frame | None = None) -> None:
        self.names = names
        self.run = run
        self.outer = outer

    def inner(self, names: Mapping[str, Value]) -> Frame:
        """A frame inside this one."""
        return Frame(names, self.run, self)

    def find(self, name: str) -> Value:
        """The innermost value of `name`, or `MISSING`."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.outer
        return MISSING


Step = Callable[[Frame], Value]
"""A compiled node: a closure from frame to value."""


def too_complex(zh: str, en: str, limit: int) -> ExpressionTooComplex:
    """The error for a bound that was crossed."""
    return ExpressionTooComplex(f"表达式过于复杂:{zh}超过 {limit}", f"expression too complex: more than {limit} {en}")
