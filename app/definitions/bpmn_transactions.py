"""Transactions: where cancel events may stand, and that every cancellation has a way out."""

from __future__ import annotations

from app.definitions.report import Report
from app.domain.model.process import EventKind, Node, NodeKind, ProcessModel


def check_transactions(model: ProcessModel, report: Report) -> None:
    """Report cancel events outside of transactions, several ways out, and none."""
    for node in model.nodes.values():
        if node.event is None or node.event.kind is not EventKind.CANCEL:
            continue
        if node.kind is NodeKind.BOUNDARY_EVENT:
            _check_boundary(node, model, report)
        elif node.kind is NodeKind.END_EVENT:
            _check_end(node, model, report)


def _check_boundary(event: Node, model: ProcessModel, report: Report) -> None:
    host = model.nodes.get(event.attached_to or "")
    if host is None:
        return
    if host.kind is not NodeKind.TRANSACTION:
        report.error(
            "cancel_boundary_outside_transaction",
            "取消边界事件只能附着在事务子流程上。请改用其他边界事件,或把子流程改为事务。",
            "A cancel boundary event belongs on a transaction only. Use another boundary event, or make the "
            "sub-process a transaction.",
            event.id,
            event.line,
        )
    elif _ways_out(host.id, model)[0] is not event:
        report.error(
            "several_cancel_boundaries",
            "一个事务只能有一个取消边界事件。请删除多余的。",
            "A transaction can have one cancel boundary event only. Delete the others.",
            event.id,
            event.line,
        )


def _check_end(event: Node, model: ProcessModel, report: Report) -> None:
    scope = model.nodes.get(event.scope)
    if scope is None or scope.kind is not NodeKind.TRANSACTION:
        report.error(
            "cancel_end_outside_transaction",
            "取消结束事件只能直接放在事务子流程里面。请改用其他结束事件,或把子流程改为事务。",
            "A cancel end event belongs directly into a transaction only. Use another end event, or make the "
            "sub-process a transaction.",
            event.id,
            event.line,
        )
    elif not _ways_out(scope.id, model):
        report.error(
            "cancel_without_boundary",
            f"事务“{scope.id}”没有取消边界事件,取消之后无路可走。请在事务的边框上添加一个。",
            f'The transaction "{scope.id}" has no cancel boundary event, so no way leads on after cancelling. '
            "Put one on its border.",
            event.id,
            event.line,
        )


def _ways_out(transaction: str, model: ProcessModel) -> list[Node]:
    boundaries = model.boundary_events(transaction)
    return [node for node in boundaries if node.event is not None and node.event.kind is EventKind.CANCEL]
