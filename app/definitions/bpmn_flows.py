"""Reads the sequence flows of one scope and refuses those that lead nowhere or where they may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.definitions.bpmn_context import Context, is_true
from app.definitions.bpmn_listeners import read_execution_listeners
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import Flow

_NO_CONDITION = frozenset({"parallelGateway", "eventBasedGateway"})
"""What Camunda lets every token out of without asking."""


@dataclass(frozen=True, slots=True)
class ScopeElements:
    """The nodes of one scope by id, and what helps to say what is wrong with the end of a flow."""

    nodes: Mapping[str, XmlElement]
    everywhere: frozenset[str]
    """Ids of all nodes of the file, to tell a missing end from one in another scope."""
    refused: frozenset[str] = frozenset()
    """Ids of elements of this scope that the vocabulary refuses; a flow to them needs no finding of its own."""


def read_flows(scope: XmlElement, elements: ScopeElements, context: Context) -> list[Flow]:
    """The valid flows of a scope in document order; what is wrong with the others is reported."""
    flows = (_read_flow(each, elements, context) for each in scope.all("sequenceFlow"))
    return [flow for flow in flows if flow is not None]


def _read_flow(element: XmlElement, elements: ScopeElements, context: Context) -> Flow | None:
    source, target = element.attributes.get("sourceRef"), element.attributes.get("targetRef")
    id = element.id or context.fresh_id(f"flow_{source or 'none'}_{target or 'none'}")
    ends = {"sourceRef": source, "targetRef": target}
    both = [_check_end(name, end, id, element, elements, context) for name, end in ends.items()]
    if not all(both):
        return None
    if source is None or target is None or not _check_direction(source, target, id, element, elements, context):
        return None
    condition = element.first("conditionExpression")
    text = context.script_expression(condition, id)
    if condition is not None and not _asks(elements.nodes[source], text is None, id, condition, context):
        text = None
    listeners = read_execution_listeners(element, id, context)
    return Flow(id, source, target, text, element.attributes.get("name") or None, element.line, listeners)


def _check_end(
    name: str, end: str | None, id: str, element: XmlElement, elements: ScopeElements, context: Context
) -> bool:
    if end in elements.nodes:
        return True
    if end in elements.refused:
        return False
    if end in elements.everywhere:
        context.report.error(
            "flow_crosses_scope",
            f"顺序流连到了另一层流程中的“{end}”。顺序流不能穿过子流程边界,请连到子流程本身。",
            f'The flow leads to or from "{end}" in another scope. A flow may not cross the border of a sub-process; '
            "connect the sub-process itself.",
            id,
            element.line,
        )
        return False
    context.report.error(
        "dangling_flow",
        f"顺序流的 {name}“{end or ''}”不存在。请重新连接或删除这条顺序流。",
        f'The {name} "{end or ""}" of the flow does not exist. Connect the flow again or delete it.',
        id,
        element.line,
    )
    return False


def _check_direction(
    source: str, target: str, id: str, element: XmlElement, elements: ScopeElements, context: Context
) -> bool:
    """Start and boundary events are never entered, end events never left, event sub-processes and handlers neither."""
    from_tag, to = elements.nodes[source], elements.nodes[target]
    if to.name == "startEvent":
        code, id_at, zh, en = "start_with_incoming", target, "开始事件不能有流入", "A start event cannot be entered"
    elif from_tag.name == "endEvent":
        code, id_at, zh, en = "end_with_outgoing", source, "结束事件不能有流出", "An end event cannot be left"
    elif to.name == "boundaryEvent":
        code, id_at = "boundary_with_incoming", target
        zh, en = "边界事件不能有流入", "A boundary event cannot be entered"
    elif is_event_sub_process(from_tag) or is_event_sub_process(to):
        code, id_at = "event_sub_process_with_flow", target if is_event_sub_process(to) else source
        zh, en = "事件子流程不能连接顺序流", "An event sub-process cannot have flows"
    elif is_handler(from_tag) or is_handler(to):
        code, id_at = "compensation_handler_with_flow", target if is_handler(to) else source
        zh, en = "补偿处理活动不能连接顺序流", "A compensation handler cannot have flows"
    elif from_tag.first("compensateEventDefinition") is not None and from_tag.name == "boundaryEvent":
        code, id_at = "compensation_boundary_with_flow", source
        zh, en = (
            "补偿边界事件用关联(虚线)连接处理活动,不能有顺序流",
            "A compensation boundary event is connected to its handler by an association, not by a flow",
        )
    else:
        return True
    context.report.error(code, f"{zh}。请删除顺序流“{id}”。", f'{en}. Delete the flow "{id}".', id_at, element.line)
    return False


def _asks(source: XmlElement, empty: bool, id: str, element: XmlElement, context: Context) -> bool:
    """Whether the condition is asked where the flow begins; like Camunda also behind events."""
    if empty:
        context.report.error(
            "empty_condition",
            "顺序流的条件是空的。请填写条件,或删除它并设为默认流。",
            "The condition of the flow is empty. Fill it in, or delete it and make the flow the default.",
            id,
            element.line,
        )
    if source.name in _NO_CONDITION:
        context.report.warning(
            "condition_not_asked",
            "并行网关和事件网关不看流出的条件,已忽略。请删除条件,或改用包容网关。",
            "Parallel and event gateways ask no condition; it is ignored. Delete it or use an inclusive gateway.",
            id,
            element.line,
        )
    return source.name not in _NO_CONDITION


def is_event_sub_process(element: XmlElement) -> bool:
    """Whether the element is a sub-process started by an event."""
    return element.name == "subProcess" and is_true(element.attributes.get("triggeredByEvent"))


def is_handler(element: XmlElement) -> bool:
    """Whether the element is an activity that only undoes another one."""
    return is_true(element.attributes.get("isForCompensation")) and not is_event_sub_process(element)
