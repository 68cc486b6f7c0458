"""Deadlines as data (design rule 14): the decision `deadlines` says formula, base, count and what happens on expiry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.context import CommandContext
from app.domain.errors import EvaluationFailed
from app.domain.model.process import Expression
from app.domain.ports.clock import Bean
from app.domain.records import Deadline
from app.domain.values import DueTime
from app.engine.moments import moment

if TYPE_CHECKING:
    from app.engine.stepping.running import Running

DECISION = "deadlines"
PROPERTY = "deadline"
"""The `camunda:property` that names an element's deadline."""
_COUNTED = ("wd", "wdb", "wm", "clock")
_PERIODS = "lastwd"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One row of the decision `deadlines`."""

    id: str
    name: str
    article: str
    formula: str
    base: str
    count: int | None
    expiry: str
    escalate_to: str | None


@dataclass(frozen=True, slots=True)
class ComputedDeadline:
    """A rule applied: the base time that was found and the due time that follows."""

    rule: DeadlineRule
    base_at: datetime
    due: DueTime


def compute(running: Running, deadline_id: str, scope_id: str) -> ComputedDeadline:
    """Apply the rule of `deadline_id` in a scope. Raises `EvaluationFailed` for an unknown id or a missing base."""
    rule = rule_of(running, deadline_id)
    view = running.view(scope_id)
    base = running.now if rule.base == "now" else moment(view.get(rule.base), running.context.calendar.zone)
    if base is None:
        raise EvaluationFailed(
            f"时限 {deadline_id} 缺少起算时间 {rule.base}", f"deadline {deadline_id} has no base time {rule.base}"
        )
    return ComputedDeadline(rule, base, due_time(running.context, rule.formula, base, rule.count, view))


def rule_of(running: Running, deadline_id: str) -> DeadlineRule:
    """The row of the table that stands for the instance: its own deployment's, else the latest."""
    context, deployment_id = running.context, running.process.definition.deployment_id
    shipped = context.uow.definitions.in_deployment("decision", DECISION, deployment_id)
    models = running.decisions(DECISION, "deployment" if shipped else "latest")
    result = context.decisions.decide(models, DECISION, {"id": deadline_id}, {})
    if len(result.rows) != 1:
        raise EvaluationFailed(f"时限表中没有 {deadline_id}", f"no deadline {deadline_id} in the table {DECISION}")
    row = result.rows[0]
    count = row.get("n")
    return DeadlineRule(
        id=deadline_id,
        name=str(row.get("name") or deadline_id),
        article=str(row.get("article") or ""),
        formula=str(row["formula"]),
        base=str(row.get("base") or "now"),
        count=None if count is None else int(count),
        expiry=str(row.get("expiry") or "none"),
        escalate_to=row.get("escalate_to") or None,
    )


def due_time(
    context: CommandContext, formula: str, base: datetime, count: int | None, variables: Mapping[str, Any]
) -> DueTime:
    """Evaluate a formula over `base` and `n`; what the calendar says about estimates is kept."""
    seen: list[DueTime] = []
    text = formula if "${" in formula else f"${{{formula}}}"
    value = context.expressions.evaluate(
        Expression(text), {**variables, "base": base, "n": count}, {"calendar": _watched(context, seen)}
    )
    at = moment(value, context.calendar.zone)
    if at is None:
        raise EvaluationFailed(f"时限公式 {formula} 没有结果", f"the deadline formula {formula} gives no time")
    return DueTime(
        at,
        rolled=any(due.rolled for due in seen),
        estimated=any(due.estimated for due in seen),
        calendar_version=context.calendar.version,
    )


def _watched(context: CommandContext, seen: list[DueTime]) -> Bean:
    """The calendar's functions, noting each `DueTime` they give."""
    calendar = context.calendar

    def noted(due: DueTime | None) -> datetime | None:
        if due is None:
            return None
        seen.append(due)
        return due.at

    def counted(name: str) -> Callable[[Any, Any], datetime | None]:
        function = getattr(calendar, name)
        return lambda start, count: noted(function(_base(start, context), int(count)))

    return {
        **{name: counted(name) for name in _COUNTED},
        "eod": lambda start: noted(calendar.eod(_base(start, context))),
        _PERIODS: lambda period, start: noted(calendar.lastwd(str(period), _base(start, context))),
        "now": lambda: context.at,
    }


def _base(value: Any, context: CommandContext) -> datetime:
    at = moment(value, context.calendar.zone)
    if at is None:
        raise EvaluationFailed("时限缺少起算时间", "a deadline has no base time")
    return at


def reminder_at(context: CommandContext, base_at: datetime, due_at: datetime) -> datetime:
    """When to remind (catalogue 2.1, URGE): at 80 % of the time or one working day before, whichever is later."""
    eighty = base_at + (due_at - base_at) * 0.8
    day_before = context.calendar.wdb(due_at, 1).at if due_at - base_at > timedelta(days=1) else eighty
    return min(max(eighty, day_before), due_at)


def moved(deadline: Deadline, due: DueTime, new_id: str) -> Deadline:
    """The deadline as the changed calendar has it; the old row stays as `moved`."""
    return replace(
        deadline,
        id=new_id,
        due_at=due.at,
        estimated=due.estimated,
        calendar_version=due.calendar_version,
        state="open",
    )
