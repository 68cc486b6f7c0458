"""Compensation: which handler undoes which activity, and what is wrong with handlers and throwing events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.definitions.bpmn_context import Context
from app.definitions.report import Report
from app.domain.model.process import EventKind, Node, NodeKind, ProcessModel

_THROWS = frozenset({NodeKind.THROW_EVENT, NodeKind.END_EVENT})


def with_handlers(nodes: Mapping[str, Node], context: Context) -> dict[str, Node]:
    """The nodes of a process, each that can be undone with what undoes it."""
    found: dict[str, str] = {}
    for node in nodes.values():
        if node.event is None or node.event.kind is not EventKind.COMPENSATION:
            continue
        if node.kind is NodeKind.BOUNDARY_EVENT:
            _add_boundary(node, nodes, found, context)
        elif node.kind is NodeKind.START_EVENT and _starts_event_sub_process(node, nodes):
            _add_event_sub_process(node, nodes, found, context.report)
    return {id: replace(node, compensated_by=found[id]) if id in found else node for id, node in nodes.items()}


def check_compensation(model: ProcessModel, report: Report) -> None:
    """Report throwing events that name what they cannot undo, and warn where undoing is not what it seems."""
    for node in model.nodes.values():
        if node.event is not None and node.event.kind is EventKind.COMPENSATION and node.kind in _THROWS:
            _check_throw(node, node.event.activity_ref, model, report)
        if node.for_compensation and node.compensated_by is not None:
            report.error(
                "handler_with_compensation",
                "补偿处理活动自己不能再被补偿。请删除它的补偿边界事件或补偿事件子流程。",
                "What undoes an activity cannot be undone itself. Delete its compensation event.",
                node.id,
                node.line,
            )
        if node.is_scope and _has_own_handler(node, model) and _holds_undoable(node.id, model):
            report.warning(
                "compensated_twice",
                "补偿整个范围时,子流程里面和边框上的处理活动都会执行(与 Camunda 7 相同)。如只需其一,请删除另一个。",
                "When its scope is undone, both the handlers inside this sub-process and the one at its border run, as "
                "in Camunda 7. Delete one of them where one is meant.",
                node.id,
                node.line,
            )


def _starts_event_sub_process(start: Node, nodes: Mapping[str, Node]) -> bool:
    return start.scope in nodes and nodes[start.scope].kind is NodeKind.EVENT_SUB_PROCESS


def _add_boundary(event: Node, nodes: Mapping[str, Node], found: dict[str, str], context: Context) -> None:
    handler = _associated(event, nodes, context)
    host = event.attached_to or ""
    if host in found and nodes[found[host]].kind is NodeKind.EVENT_SUB_PROCESS:
        _two_handlers(event, host, context.report)
    elif host in found:
        context.report.error(
            "several_compensation_boundaries",
            "一个活动只能有一个补偿边界事件。请删除多余的。",
            "An activity can have one compensation boundary event only. Delete the others.",
            event.id,
            event.line,
        )
    elif handler is not None:
        found[host] = handler


def _associated(event: Node, nodes: Mapping[str, Node], context: Context) -> str | None:
    """The one handler in the same scope to which an association leads from the event."""
    targets = [nodes[id] for id in context.associations.get(event.id, ()) if id in nodes]
    targets = [node for node in targets if node.scope == event.scope]
    for node in targets:
        if not node.for_compensation:
            context.report.error(
                "handler_not_for_compensation",
                f"补偿边界事件关联的“{node.id}”不是补偿活动。请把它设为补偿活动(isForCompensation)。",
                f'The compensation boundary event is associated with "{node.id}", which is not for compensation. '
                "Mark it as such (isForCompensation).",
                event.id,
                event.line,
            )
    if len(targets) != 1:
        context.report.error(
            "compensation_without_handler",
            "补偿边界事件必须用一条关联(从事件指向活动)连接同一层的一个补偿活动。请连接或删除。",
            "A compensation boundary event needs one association, from the event to one activity for compensation in "
            "the same scope. Connect it or delete the event.",
            event.id,
            event.line,
        )
    return targets[0].id if len(targets) == 1 else None


def _add_event_sub_process(start: Node, nodes: Mapping[str, Node], found: dict[str, str], report: Report) -> None:
    around = nodes[start.scope].scope
    if around not in nodes:
        report.error(
            "compensation_start_outside_sub_process",
            "补偿事件子流程只能放在子流程或事务里面:流程本身不会被补偿。请移到子流程里面。",
            "An event sub-process that starts by compensation belongs into a sub-process or transaction: nothing "
            "undoes a whole process. Move it.",
            start.id,
            start.line,
        )
    elif around not in found:
        found[around] = start.scope
    elif nodes[found[around]].kind is NodeKind.EVENT_SUB_PROCESS:
        report.error(
            "several_compensation_starts",
            "一个子流程里面只能有一个补偿事件子流程。请删除多余的。",
            "A sub-process can hold one event sub-process that starts by compensation. Delete the others.",
            start.id,
            start.line,
        )
    else:
        _two_handlers(start, around, report)


def _two_handlers(event: Node, host: str, report: Report) -> None:
    report.error(
        "two_compensation_handlers",
        f"子流程“{host}”同时有补偿边界事件和补偿事件子流程。请只保留一种。",
        f'The sub-process "{host}" has both a compensation boundary event and an event sub-process that starts by '
        "compensation. Keep one of them.",
        event.id,
        event.line,
    )


def _check_throw(event: Node, wanted: str | None, model: ProcessModel, report: Report) -> None:
    scopes = _undone_scopes(event, model)
    if wanted is None:
        empty = not any(_holds_undoable(scope, model) for scope in scopes)
    else:
        activity = model.nodes.get(wanted)
        if activity is None or activity.scope not in scopes or not activity.is_activity:
            report.error(
                "compensation_of_unknown",
                f"补偿事件要补偿的“{wanted[:80]}”不是同一层的活动。请重新选择,或留空以补偿整个范围。",
                f'The compensation event names "{wanted[:80]}", which is no activity of its scope. Choose again, or '
                "leave it empty to undo the whole scope.",
                event.id,
                event.line,
            )
            return
        empty = not _is_undoable(activity, model)
    if empty:
        report.warning(
            "nothing_to_compensate",
            "这里没有可以补偿的活动,补偿事件不起作用。请给活动加上补偿边界事件和处理活动。",
            "Nothing here can be undone, so the compensation event does nothing. Give the activities compensation "
            "boundary events with handlers.",
            event.id,
            event.line,
        )


def _undone_scopes(event: Node, model: ProcessModel) -> list[str]:
    """The scopes whose activities a throwing event undoes: its own and, out of event sub-processes, those around."""
    scopes = [event.scope]
    while scopes[-1] in model.nodes and model.nodes[scopes[-1]].kind is NodeKind.EVENT_SUB_PROCESS:
        scopes.append(model.nodes[scopes[-1]].scope)
    return scopes


def _is_undoable(node: Node, model: ProcessModel) -> bool:
    return node.compensated_by is not None or (node.is_scope and _holds_undoable(node.id, model))


def _holds_undoable(scope: str, model: ProcessModel) -> bool:
    return any(_is_undoable(node, model) for node in model.children(scope))


def _has_own_handler(node: Node, model: ProcessModel) -> bool:
    handler = model.nodes.get(node.compensated_by or "")
    return handler is not None and handler.kind is not NodeKind.EVENT_SUB_PROCESS
