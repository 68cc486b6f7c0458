"""The ad-hoc sub-process: what it says, and what may stand in it."""

from __future__ import annotations

from app.definitions.bpmn_context import Context, is_true
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import ACTIVITY_KINDS, AdHoc, NodeKind, ProcessModel

TAG = "adHocSubProcess"
_NO_PLACE = frozenset({NodeKind.START_EVENT, NodeKind.END_EVENT})
_NOT_STARTED = frozenset({NodeKind.BOUNDARY_EVENT, NodeKind.EVENT_SUB_PROCESS})


def read_ad_hoc(element: XmlElement, id: str, context: Context) -> AdHoc | None:
    """The ordering, the completion condition and what becomes of the rest; None for other elements."""
    if element.name != TAG:
        return None
    return AdHoc(
        sequential=element.attributes.get("ordering") == "Sequential",
        completion_condition=context.script_expression(element.first("completionCondition"), id),
        cancel_remaining=is_true(element.attributes.get("cancelRemainingInstances"), default=True),
    )


def is_ad_hoc(scope: str, model: ProcessModel) -> bool:
    """Whether people begin what stands in a scope."""
    node = model.nodes.get(scope)
    return node is not None and node.kind is NodeKind.AD_HOC


def check_ad_hoc(scope: str, model: ProcessModel, report: Report) -> None:
    """No start and end events; what no flow leads to is started by people, so it must be work (BPMN 10.3.5)."""
    if not is_ad_hoc(scope, model):
        return
    children = model.children(scope)
    for node in children:
        entered = bool(node.incoming) or node.kind in _NOT_STARTED
        if node.kind in _NO_PLACE or not (entered or node.kind in ACTIVITY_KINDS):
            report.error(
                "ad_hoc_content",
                "即席子流程中不能有开始和结束事件;没有流入的元素必须是任务、子流程或调用活动。请删除它或连接顺序流。",
                "An ad-hoc sub-process has no start and end events, and what no flow leads to must be a task, a "
                "sub-process or a call activity. Delete the element or connect it.",
                node.id,
                node.line,
            )
    if not any(node.kind in ACTIVITY_KINDS for node in children):
        owner = model.nodes[scope]
        report.error(
            "ad_hoc_empty",
            "即席子流程中没有可以办理的步骤。请至少放入一个任务。",
            "The ad-hoc sub-process holds no work. Put a task into it at least.",
            owner.id,
            owner.line,
        )
