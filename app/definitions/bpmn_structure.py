"""Checks of a whole process that need its nodes and flows together: attachments, gateways, starts, reachability."""

from __future__ import annotations

from app.definitions.bpmn_ad_hoc import check_ad_hoc, is_ad_hoc
from app.definitions.bpmn_complex import check_complex_gateway
from app.definitions.bpmn_waiting import check_event_gateway, check_instantiating, check_told_apart
from app.definitions.report import Report
from app.definitions.soundness import check_soundness
from app.domain.model.process import EventKind, Node, NodeKind, ProcessModel
from app.domain.text import Text

_ROOTS = frozenset({NodeKind.START_EVENT, NodeKind.EVENT_SUB_PROCESS})
_MUST_LEAD_ON = frozenset({NodeKind.EXCLUSIVE_GATEWAY, NodeKind.EVENT_GATEWAY})
_ALWAYS_INTERRUPTING = {EventKind.ERROR: Text("错误", "error"), EventKind.CANCEL: Text("取消", "cancel")}


def check_structure(model: ProcessModel, is_whole: bool, report: Report) -> None:
    """Report every structural fault of a process; what lost flows would only feign is left out."""
    for node in model.nodes.values():
        _check_attachment(node, model, report)
        _check_interrupting(node, model, report)
        check_event_gateway(node, model, report)
        check_instantiating(node, model, report)
        check_complex_gateway(node, model, report)
        _check_choice(node, model, report)
        if is_whole:
            _check_leaves(node, report)
        _check_event_sub_process(node, model, report)
    check_told_apart(model, report)
    scopes = [model.id, *(node.id for node in model.nodes.values() if node.is_scope)]
    for scope in scopes:
        check_ad_hoc(scope, model, report)
        _check_starts(scope, model, report)
        if is_whole:
            _check_reachable(scope, model, report)
    if is_whole and not report.has_errors:
        check_soundness(model, report)


def with_implicit_default(node: Node, model_flows_without_condition: list[str]) -> str | None:
    """The default flow of an exclusive gateway that names none: its only flow without condition, as in Camunda."""
    several = node.kind is NodeKind.EXCLUSIVE_GATEWAY and len(node.outgoing) > 1
    if several and node.default_flow is None and len(model_flows_without_condition) == 1:
        return model_flows_without_condition[0]
    return node.default_flow


def _check_attachment(node: Node, model: ProcessModel, report: Report) -> None:
    if node.kind is not NodeKind.BOUNDARY_EVENT:
        return
    host = model.nodes.get(node.attached_to or "")
    if host is None or host.scope != node.scope:
        report.error(
            "boundary_without_host",
            f"边界事件没有附着在活动上(“{node.attached_to or ''}”不存在)。请把它拖到活动的边框上。",
            f'The boundary event is attached to nothing ("{node.attached_to or ""}" does not exist). '
            "Drag it onto the border of an activity.",
            node.id,
            node.line,
        )
    elif not host.is_activity:
        report.error(
            "boundary_on_wrong_host",
            f"边界事件只能附着在活动上,“{host.id}”不是活动。请把它拖到活动的边框上。",
            f'A boundary event can be attached to an activity only; "{host.id}" is none. Drag it onto an activity.',
            node.id,
            node.line,
        )


def _check_interrupting(node: Node, model: ProcessModel, report: Report) -> None:
    if node.interrupting or node.event is None:
        return
    kinds = (each.event.kind for each in node.variants() if each.event)
    always = next((kind for kind in kinds if kind in _ALWAYS_INTERRUPTING), None)
    if always is not None:
        kind = _ALWAYS_INTERRUPTING[always]
        report.error(
            f"{always.value}_must_interrupt",
            f"{kind.zh}事件总是中断的。请改为中断事件。",
            f"The {kind.en} event always interrupts. Make it interrupting.",
            node.id,
            node.line,
        )
    elif node.kind is NodeKind.START_EVENT and not _stands_in_event_sub_process(node, model):
        report.error(
            "not_interrupting_start",
            "只有事件子流程的开始事件可以不中断。请删除 isInterrupting。",
            "Only the start event of an event sub-process may be non-interrupting. Delete isInterrupting.",
            node.id,
            node.line,
        )


def _stands_in_event_sub_process(node: Node, model: ProcessModel) -> bool:
    scope = model.nodes.get(node.scope)
    return scope is not None and scope.kind is NodeKind.EVENT_SUB_PROCESS


def _check_leaves(node: Node, report: Report) -> None:
    if node.kind in _MUST_LEAD_ON and not node.outgoing:
        report.error(
            "gateway_without_outgoing",
            "网关没有流出。请连接后续步骤,或改为结束事件。",
            "No flow leaves the gateway. Connect the next step or use an end event.",
            node.id,
            node.line,
        )


def _check_choice(node: Node, model: ProcessModel, report: Report) -> None:
    """Conditions and default flow of gateways and activities."""
    default = model.flows.get(node.default_flow or "")
    if default is not None and default.condition is not None:
        report.error(
            "default_with_condition",
            "默认流不能带条件。请删除条件,或取消默认流。",
            "The default flow cannot have a condition. Delete the condition or choose another default.",
            default.id,
            default.line,
        )
    if node.kind is NodeKind.EXCLUSIVE_GATEWAY:
        _check_exclusive(node, model, report)


def _check_exclusive(node: Node, model: ProcessModel, report: Report) -> None:
    if len(node.outgoing) < 2:
        return
    for flow_id in node.outgoing:
        flow = model.flows[flow_id]
        if flow.condition is None and flow.id != node.default_flow:
            report.error(
                "flow_without_condition",
                "排他网关的流出既没有条件也不是默认流。请填写条件或设为默认流。",
                "The flow leaves an exclusive gateway and has no condition nor is it the default. Give it one of both.",
                flow.id,
                flow.line,
            )
    if node.default_flow is None:
        report.warning(
            "no_default_flow",
            "排他网关没有默认流:所有条件都不成立时流程会停住并报事故。建议设置默认流。",
            "The exclusive gateway has no default flow: where no condition holds the process stops with an incident. "
            "Better set one.",
            node.id,
            node.line,
        )


def _check_event_sub_process(node: Node, model: ProcessModel, report: Report) -> None:
    if node.kind is not NodeKind.EVENT_SUB_PROCESS:
        return
    if node.multi_instance or node.standard_loop or node.inputs or node.outputs:
        report.error(
            "event_sub_process_detail",
            "事件子流程不能设多实例、循环或输入/输出参数。请删除这些设置。",
            "An event sub-process cannot have multi-instance, a loop or input/output parameters. Delete them.",
            node.id,
            node.line,
        )
    if len(model.start_events(node.id)) != 1:
        report.error(
            "event_sub_process_start",
            "事件子流程必须恰好有一个开始事件。请添加或删除开始事件。",
            "An event sub-process needs exactly one start event. Add or delete start events.",
            node.id,
            node.line,
        )


def _check_starts(scope: str, model: ProcessModel, report: Report) -> None:
    plain = [node for node in model.start_events(scope) if node.event and node.event.kind is EventKind.NONE]
    for extra in plain[1:]:
        report.error(
            "several_starts",
            "同一层有多个普通开始事件,无法确定从哪里开始。请只保留一个。",
            "Several plain start events stand in one scope, so the beginning is not clear. Keep one of them.",
            extra.id,
            extra.line,
        )


def _check_reachable(scope: str, model: ProcessModel, report: Report) -> None:
    children = model.children(scope)
    ad_hoc = is_ad_hoc(scope, model)
    roots = [node.id for node in children if node.kind in _ROOTS or node.instantiates or (ad_hoc and not node.incoming)]
    seen, todo = set(roots), roots
    while todo:
        node = model.nodes[todo.pop()]
        following = [model.flows[flow].target for flow in node.outgoing]
        following += [event.id for event in model.boundary_events(node.id)]
        following += [node.compensated_by] if node.compensated_by else []
        fresh = [id for id in following if id not in seen]
        seen.update(fresh)
        todo.extend(fresh)
    for node in children:
        if node.id not in seen:
            report.warning(
                "unreachable",
                "从开始事件无法到达这一步,它永远不会执行。请连接或删除它。",
                "No way leads from the start to this step; it will never run. Connect or delete it.",
                node.id,
                node.line,
            )
