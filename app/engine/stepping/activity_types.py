"""Camunda's names of activity types, as history and the activity tree show them."""

from __future__ import annotations

from app.domain.model.process import EventKind, Node, NodeKind

_START = {
    EventKind.MULTIPLE: "multipleStartEvent",
    EventKind.MESSAGE: "messageStartEvent",
    EventKind.TIMER: "startTimerEvent",
    EventKind.SIGNAL: "signalStartEvent",
    EventKind.ERROR: "errorStartEvent",
    EventKind.ESCALATION: "escalationStartEvent",
    EventKind.CONDITIONAL: "conditionalStartEvent",
    EventKind.COMPENSATION: "compensationStartEvent",
}
_END = {
    EventKind.MULTIPLE: "multipleEndEvent",
    EventKind.NONE: "noneEndEvent",
    EventKind.MESSAGE: "messageEndEvent",
    EventKind.SIGNAL: "signalEndEvent",
    EventKind.ERROR: "errorEndEvent",
    EventKind.ESCALATION: "escalationEndEvent",
    EventKind.TERMINATE: "terminateEndEvent",
    EventKind.COMPENSATION: "compensationEndEvent",
    EventKind.CANCEL: "cancelEndEvent",
}
_CATCH = {
    EventKind.MULTIPLE: "intermediateMultipleCatch",
    EventKind.TIMER: "intermediateTimer",
    EventKind.MESSAGE: "intermediateMessageCatch",
    EventKind.SIGNAL: "intermediateSignalCatch",
    EventKind.CONDITIONAL: "intermediateConditional",
    EventKind.LINK: "intermediateLinkCatch",
}
_THROW = {
    EventKind.MULTIPLE: "intermediateMultipleThrow",
    EventKind.NONE: "intermediateNoneThrowEvent",
    EventKind.MESSAGE: "intermediateMessageThrowEvent",
    EventKind.SIGNAL: "intermediateSignalThrow",
    EventKind.ESCALATION: "intermediateEscalationThrowEvent",
    EventKind.COMPENSATION: "intermediateCompensationThrowEvent",
    EventKind.LINK: "intermediateLinkThrow",
}
_BOUNDARY = {
    EventKind.MULTIPLE: "boundaryMultiple",
    EventKind.TIMER: "boundaryTimer",
    EventKind.MESSAGE: "boundaryMessage",
    EventKind.SIGNAL: "boundarySignal",
    EventKind.ERROR: "boundaryError",
    EventKind.ESCALATION: "boundaryEscalation",
    EventKind.CONDITIONAL: "boundaryConditional",
    EventKind.COMPENSATION: "compensationBoundaryCatch",
    EventKind.CANCEL: "cancelBoundaryCatch",
}
_EVENTS = {
    NodeKind.START_EVENT: _START,
    NodeKind.END_EVENT: _END,
    NodeKind.CATCH_EVENT: _CATCH,
    NodeKind.THROW_EVENT: _THROW,
    NodeKind.BOUNDARY_EVENT: _BOUNDARY,
}


def activity_type(node: Node, is_multi_instance_body: bool = False) -> str:
    """Camunda's activity type, for example ``userTask``, ``noneEndEvent``, ``boundaryTimer``, ``multiInstanceBody``."""
    if is_multi_instance_body:
        return "multiInstanceBody"
    if node.kind is NodeKind.EVENT_SUB_PROCESS:
        return NodeKind.SUB_PROCESS.value
    kind = node.event.kind if node.event else EventKind.NONE
    return _EVENTS.get(node.kind, {}).get(kind, node.kind.value)
