"""What kinds of nodes and events there are, by their BPMN and Camunda names; `process` hands them on."""

from __future__ import annotations

from enum import StrEnum


class NodeKind(StrEnum):
    """The flow nodes Banli knows, by their BPMN element name."""

    START_EVENT = "startEvent"
    END_EVENT = "endEvent"
    CATCH_EVENT = "intermediateCatchEvent"
    THROW_EVENT = "intermediateThrowEvent"
    BOUNDARY_EVENT = "boundaryEvent"
    TASK = "task"
    MANUAL_TASK = "manualTask"
    USER_TASK = "userTask"
    SERVICE_TASK = "serviceTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    SCRIPT_TASK = "scriptTask"
    BUSINESS_RULE_TASK = "businessRuleTask"
    CALL_ACTIVITY = "callActivity"
    SUB_PROCESS = "subProcess"
    EVENT_SUB_PROCESS = "eventSubProcess"
    TRANSACTION = "transaction"
    AD_HOC = "adHocSubProcess"
    EXCLUSIVE_GATEWAY = "exclusiveGateway"
    PARALLEL_GATEWAY = "parallelGateway"
    INCLUSIVE_GATEWAY = "inclusiveGateway"
    EVENT_GATEWAY = "eventBasedGateway"
    COMPLEX_GATEWAY = "complexGateway"


MULTI_INSTANCE_BODY = "#multiInstanceBody"
"""What Camunda appends to the element id of a multi-instance activity to name its body."""

SCOPE_KINDS = frozenset({NodeKind.SUB_PROCESS, NodeKind.EVENT_SUB_PROCESS, NodeKind.TRANSACTION, NodeKind.AD_HOC})

ACTIVITY_KINDS = SCOPE_KINDS - {NodeKind.EVENT_SUB_PROCESS} | {
    NodeKind.TASK, NodeKind.MANUAL_TASK, NodeKind.USER_TASK, NodeKind.SERVICE_TASK, NodeKind.SEND_TASK,
    NodeKind.RECEIVE_TASK, NodeKind.SCRIPT_TASK, NodeKind.BUSINESS_RULE_TASK, NodeKind.CALL_ACTIVITY,
}  # fmt: skip
"""BPMN's activities: what boundary events can be attached to, what can be repeated and undone."""


class EventKind(StrEnum):
    """What an event is about."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    CONDITIONAL = "conditional"
    LINK = "link"
    COMPENSATION = "compensation"
    CANCEL = "cancel"
    TERMINATE = "terminate"
    MULTIPLE = "multiple"
    """Several definitions on one event; see `EventDefinition.parts`."""


class TimerKind(StrEnum):
    """The three timers of BPMN 10.5.5.5."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


class ListenerEvent(StrEnum):
    """When a listener is called: of executions (first three) and of user tasks."""

    START = "start"
    END = "end"
    TAKE = "take"
    CREATE = "create"
    ASSIGNMENT = "assignment"
    UPDATE = "update"
    COMPLETE = "complete"
    DELETE = "delete"
    TIMEOUT = "timeout"
