"""What a business rule task makes of its decision's hits (Camunda's `mapDecisionResult`)."""

from __future__ import annotations

from typing import Any

from app.domain.errors import EvaluationFailed
from app.domain.ports.evaluation import DecisionResult


def map_result(result: DecisionResult, how: str, element: str) -> Any:
    """One value, one row, a list of values, or the list of rows."""
    if result.is_single and how == "singleEntry":
        return result.single
    rows = [dict(row) for row in result.rows]
    if how == "resultList":
        return rows
    if how == "collectEntries":
        return [_only_value(row, element) for row in rows]
    if len(rows) > 1:
        raise EvaluationFailed(
            f"元素 {element} 的决策命中 {len(rows)} 条规则，{how} 只允许一条",
            f"The decision of {element} hit {len(rows)} rules; {how} allows one",
        )
    if not rows:
        return None
    return rows[0] if how == "singleResult" else _only_value(rows[0], element)


def _only_value(row: dict[str, Any], element: str) -> Any:
    if len(row) > 1:
        raise EvaluationFailed(
            f"元素 {element} 的决策有 {len(row)} 个输出，此映射只允许一个",
            f"The decision of {element} has {len(row)} outputs; this mapping allows one",
        )
    return next(iter(row.values()), None)
