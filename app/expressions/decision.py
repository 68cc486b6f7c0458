"""Decision tables and literal decisions, compiled once (DMN 1.3, chapter 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any, ParamSpec, TypeVar

from app.domain.errors import EvaluationFailed
from app.domain.model.decision import DecisionInput, DecisionOutput, DecisionRule, DecisionTable
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.expressions import hit_policies
from app.expressions.compiled import NO_BEANS, compile_expression, compile_unary_tests, guarded, outgoing
from app.expressions.decision_types import convert
from app.expressions.errors import DecisionFailed
from app.expressions.feel_compiler import Tester
from app.expressions.hit_policies import Column, Hit
from app.expressions.lexer import Language
from app.expressions.runtime import DEFAULT_OPTIONS, Frame, Options, Run, Step, Value
from app.expressions.values import YearMonthDuration, plain_text

P = ParamSpec("P")
T = TypeVar("T")

CELL_INPUT = "cellInput"
"""Camunda's name of the input value inside a `${...}` cell."""


@dataclass(frozen=True, slots=True)
class _Input:
    step: Step
    type_ref: str | None
    label: str
    variable: str


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    tests: tuple[Tester, ...]
    outputs: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A decision table, compiled. Immutable and safe to share between threads."""

    table: DecisionTable
    inputs: tuple[_Input, ...]
    columns: tuple[Column, ...]
    rules: tuple[_Rule, ...]
    defaults: tuple[Step | None, ...]
    options: Options

    def evaluate(self, scope: Mapping[str, Any], beans: Mapping[str, Bean] = NO_BEANS) -> DecisionResult:
        """The hits for the variables of `scope`, after the hit policy, as the rest of the house knows values.

        All cells of one evaluation share one allowance of steps. Raises `DecisionFailed` naming the rules, and what
        expressions raise.
        """
        run = Run(self.options, beans)
        return leaving(run, guarded(run, lambda: self.decide(Frame(scope, run))))

    def value(self, frame: Frame) -> Value:
        """The result as other expressions see it; see `value_of`."""
        return value_of(self.table, self.decide(frame))

    def decide(self, frame: Frame) -> DecisionResult:
        """The hits with FEEL values, and what the input columns saw."""
        values = [self._input(frame, one) for one in self.inputs]
        frame = frame.inner({one.variable: value for one, value in zip(self.inputs, values, strict=True)})
        hits = [self._hit(frame, rule) for rule in self.rules if self._matches(frame, rule, values)]
        seen = {one.label: value for one, value in zip(self.inputs, values, strict=True)}
        if not hits and any(self.defaults):
            return self._default(frame, seen)
        return replace(hit_policies.apply(frame.run, self.table, self.columns, hits), inputs=seen)

    def _default(self, frame: Frame, seen: Mapping[str, Value]) -> DecisionResult:
        """The default outputs; of an aggregation the one value."""
        row = self._row(frame, self.defaults)
        if self.table.aggregation is None:
            return DecisionResult((row,), (), inputs=seen)
        return DecisionResult((row,), (), single=row[self.columns[0].name], is_single=True, inputs=seen)

    def _input(self, frame: Frame, one: _Input) -> Value:
        return convert(frame.run, one.step(frame), one.type_ref, one.label, self.options.types)

    def _matches(self, frame: Frame, rule: _Rule, values: list[Value]) -> bool:
        frame.run.spend(1)
        return all(test(frame, value) is True for test, value in zip(rule.tests, values, strict=True))

    def _hit(self, frame: Frame, rule: _Rule) -> Hit:
        return Hit(rule.id, self._row(frame, rule.outputs))

    def _row(self, frame: Frame, steps: tuple[Step | None, ...]) -> dict[str, Value]:
        row: dict[str, Value] = {}
        for column, step in zip(self.columns, steps, strict=True):
            value = None if step is None else step(frame)
            row[column.name] = convert(frame.run, value, column.type_ref, column.name, self.options.types)
        return row


_MANY = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


def value_of(table: DecisionTable, result: DecisionResult) -> Value:
    """What a result of a table is as a value: one output is its value, several are a context, many hits a list."""
    if result.is_single:
        return result.single
    rows = [next(iter(row.values())) if len(row) == 1 else dict(row) for row in result.rows]
    if table.hit_policy in _MANY:
        return rows
    return rows[0] if rows else None


def leaving(run: Run, result: DecisionResult) -> DecisionResult:
    """A result with its values as variables and history can hold them; see `outgoing`."""
    rows = tuple({name: _kept(run, value) for name, value in row.items()} for row in result.rows)
    inputs = {label: _kept(run, value) for label, value in result.inputs.items()}
    return replace(result, rows=rows, single=_kept(run, result.single), inputs=inputs)


def _kept(run: Run, value: Value) -> Value:
    """No variable has the type of a duration or a time of day: they are kept as their text."""
    value = outgoing(run, value)
    return plain_text(value) if isinstance(value, (time, timedelta, YearMonthDuration)) else value


def compile_table(table: DecisionTable, options: Options = DEFAULT_OPTIONS) -> CompiledTable:
    """Compile every cell. Raises `DecisionFailed` naming the rule or column for a cell that is wrong."""
    hit_policies.check(table)
    inputs = tuple(_compile_input(one, options) for one in table.inputs)
    return CompiledTable(
        table,
        inputs,
        tuple(_column(output, options) for output in table.outputs),
        tuple(_compile_rule(rule, table, options) for rule in table.rules),
        tuple(_compile_default(output, options) for output in table.outputs),
        options,
    )


def evaluate_table(
    table: DecisionTable, scope: Mapping[str, Any], beans: Mapping[str, Bean] = NO_BEANS
) -> DecisionResult:
    """Compile and evaluate in one go, for a table that is used once."""
    return compile_table(table).evaluate(scope, beans)


def _compile_input(column: DecisionInput, options: Options) -> _Input:
    label = column.label or column.expression or column.id
    step = located(f"输入列“{label}”", f"input {label!r}", step_of, column.expression, column.language, options)
    return _Input(step, column.type_ref, label, column.variable or CELL_INPUT)


def _column(output: DecisionOutput, options: Options) -> Column:
    name = output.name or output.id
    allowed = tuple(hit_policies.allowed_value(text, options) for text in output.allowed_values)
    return Column(name, output.type_ref, allowed)


def _compile_rule(rule: DecisionRule, table: DecisionTable, options: Options) -> _Rule:
    expected = (len(table.inputs), len(table.outputs))
    if (len(rule.input_entries), len(rule.output_entries)) != expected:
        raise DecisionFailed("规则的单元格数与列数不符", "the cells do not fit the columns of the table", (rule.id,))
    tests = tuple(
        located(f"规则 {rule.id} 输入 {place}", f"rule {rule.id} input {place}", _tester, text, options)
        for place, text in enumerate(rule.input_entries, 1)
    )
    outputs = tuple(
        located(f"规则 {rule.id} 输出 {place}", f"rule {rule.id} output {place}", _cell, text, options)
        for place, text in enumerate(rule.output_entries, 1)
    )
    return _Rule(rule.id, tests, outputs)


def _compile_default(output: DecisionOutput, options: Options) -> Step | None:
    text, name = output.default, output.name or output.id
    if text is None or not text.strip():
        return None
    return located(f"输出列“{name}”", f"output {name!r}", _cell, text, options)


def _is_juel(text: str) -> bool:
    return text.lstrip().startswith(("${", "#{"))


def _tester(text: str, options: Options) -> Tester:
    """An input cell: unary tests, or a `${...}` condition about `cellInput`, which FEEL could never mean."""
    if not _is_juel(text):
        return compile_unary_tests(text, options).tester
    step = compile_expression(text, Language.JUEL, options).step
    return lambda frame, subject: step(frame.inner({CELL_INPUT: subject})) is True


def _cell(text: str, options: Options) -> Step:
    """An output cell: empty is null, `${...}` is JUEL, anything else FEEL."""
    if text.strip() in {"", "-"}:
        return lambda frame: None
    language = Language.JUEL if _is_juel(text) else Language.FEEL
    return compile_expression(text, language, options).step


def step_of(text: str, language: str, options: Options) -> Step:
    """An expression in the language its element names; Camunda writes JUEL in tables without `${`."""
    if language.lower() not in {"juel", "feel"}:
        raise EvaluationFailed(f"不支持的表达式语言“{language}”", f"unsupported expression language {language!r}")
    if language.lower() == "juel" and not _is_juel(text):
        text = "${" + text + "}"
    elif language.lower() == "feel" and _is_juel(text):
        language = "juel"
    return compile_expression(text, Language(language.lower()), options).step


def located(zh: str, en: str, compile_it: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Compile one part of a table; its error says which part it was."""
    try:
        return compile_it(*args, **kwargs)
    except EvaluationFailed as error:
        raise DecisionFailed(f"{zh}: {error.text.zh}", f"{en}: {error.text.en}") from error
