"""What becomes of the rules that match: the hit policies of DMN 1.3, section 8.2.10."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.model.decision import DecisionTable
from app.domain.ports.evaluation import DecisionResult
from app.expressions.comparison import compare, equal
from app.expressions.decision_types import convert
from app.expressions.errors import DecisionFailed, ExpressionSyntaxError
from app.expressions.feel_lists import sum_of
from app.expressions.feel_parser import parse_feel
from app.expressions.nodes import Literal, Unary
from app.expressions.runtime import Options, Run, Value
from app.expressions.values import as_decimal, is_number


@dataclass(frozen=True, slots=True)
class Column:
    """An output column; `allowed` in order of priority."""

    name: str
    type_ref: str | None
    allowed: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched, with its outputs by name."""

    rule_id: str
    row: dict[str, Value]


Policy = Callable[[Run, tuple[Column, ...], list[Hit]], list[Hit]]


def _unique(run: Run, columns: tuple[Column, ...], hits: list[Hit]) -> list[Hit]:
    if len(hits) > 1:
        raise DecisionFailed("命中策略 UNIQUE 只允许一条规则命中", "UNIQUE allows one matching rule only", _ids(hits))
    return hits


def _any(run: Run, columns: tuple[Column, ...], hits: list[Hit]) -> list[Hit]:
    if any(equal(run, hit.row, hits[0].row) is not True for hit in hits[1:]):
        raise DecisionFailed(
            "命中策略 ANY 要求命中规则的输出相同", "ANY needs the same outputs of all matching rules", _ids(hits)
        )
    return hits[:1]


def _by_priority(run: Run, columns: tuple[Column, ...], hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: [_rank(run, column, hit) for column in columns if column.allowed])


def _rank(run: Run, column: Column, hit: Hit) -> int:
    value = hit.row[column.name]
    for place, allowed in enumerate(column.allowed):
        if equal(run, value, allowed) is True:
            return place
    raise DecisionFailed(
        f"输出“{column.name}”的值不在允许值之中", f"the value of output {column.name!r} is not allowed", (hit.rule_id,)
    )


def _in_order(run: Run, columns: tuple[Column, ...], hits: list[Hit]) -> list[Hit]:
    return hits


POLICIES: dict[str, Policy] = {
    "UNIQUE": _unique,
    "FIRST": lambda run, columns, hits: hits[:1],
    "ANY": _any,
    "PRIORITY": lambda run, columns, hits: _by_priority(run, columns, hits)[:1],
    "COLLECT": _in_order,
    "RULE ORDER": _in_order,
    "OUTPUT ORDER": _by_priority,
}

AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")


def check(table: DecisionTable) -> None:
    """Refuse a table whose hit policy does not fit it. Raises `DecisionFailed`."""
    policy = table.hit_policy
    if policy not in POLICIES:
        raise DecisionFailed(f"未知命中策略“{policy}”", f"unknown hit policy {policy!r}")
    if not table.outputs:
        raise DecisionFailed("决策表没有输出列", "the table has no output")
    if policy in {"PRIORITY", "OUTPUT ORDER"} and not any(output.allowed_values for output in table.outputs):
        raise DecisionFailed(f"命中策略 {policy} 需要输出列的允许值", f"{policy} needs allowed values of an output")
    if table.aggregation is None:
        return
    if table.aggregation not in AGGREGATIONS or policy != "COLLECT" or len(table.outputs) != 1:
        raise DecisionFailed(
            f"聚合“{table.aggregation}”只能用于单输出列的 COLLECT",
            f"aggregation {table.aggregation!r} needs COLLECT with one output",
        )


def apply(run: Run, table: DecisionTable, columns: tuple[Column, ...], hits: list[Hit]) -> DecisionResult:
    """The result of the hits, in the order the policy gives them. Raises `DecisionFailed` naming rule ids."""
    chosen = POLICIES[table.hit_policy](run, columns, hits)
    if table.aggregation is None:
        return DecisionResult(tuple(hit.row for hit in chosen), _ids(chosen))
    column = columns[0]
    values = [hit.row[column.name] for hit in hits]
    single: Value = len(values)
    if table.aggregation != "COUNT":
        single = convert(run, _aggregate(run, table.aggregation, values, hits), column.type_ref, column.name)
    return DecisionResult(({column.name: single},), _ids(hits), single=single, is_single=True)


def _aggregate(run: Run, aggregation: str, values: list[Value], hits: list[Hit]) -> Value:
    """SUM, MIN or MAX; null for no hit, as Camunda has it."""
    if not values:
        return None
    if not all(is_number(value) for value in values):
        wrong = tuple(hit.rule_id for hit, value in zip(hits, values, strict=True) if not is_number(value))
        raise DecisionFailed(f"聚合 {aggregation} 需要数字", f"{aggregation} needs numbers", wrong)
    if aggregation == "SUM":
        return sum_of(run, values)
    best = values[0]
    for value in values[1:]:
        order = compare(run, value, best) or 0
        best = value if (order > 0) == (aggregation == "MAX") and order else best
    return as_decimal(best)


def _ids(hits: list[Hit]) -> tuple[str, ...]:
    return tuple(hit.rule_id for hit in hits)


def allowed_value(text: str, options: Options) -> Value:
    """An allowed value as the model has it: a FEEL literal (`"高"`, `3`), or plain words."""
    try:
        node = parse_feel(text, options)
    except ExpressionSyntaxError:
        return text
    if isinstance(node, Unary) and isinstance(node.operand, Literal):
        return -node.operand.value if is_number(node.operand.value) else text
    return node.value if isinstance(node, Literal) else text
