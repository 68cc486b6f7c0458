"""The allow-list: which BPMN and Camunda elements and attributes Banli reads, and why it refuses others.

What stands in no table here is refused: nothing in a diagram is silently ignored.
"""

from __future__ import annotations

from app.domain.text import Text

EVENT_TAGS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
GATEWAY_TAGS = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
TASK_TAGS = frozenset({
    "task", "manualTask", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"
})  # fmt: skip
SCOPE_TAGS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITY_TAGS = TASK_TAGS | SCOPE_TAGS | {"callActivity"}
NODE_TAGS = EVENT_TAGS | GATEWAY_TAGS | ACTIVITY_TAGS

DRAWN_TAGS = NODE_TAGS | {
    "process", "sequenceFlow", "participant", "lane", "dataObjectReference", "dataStoreReference", "textAnnotation",
    "association", "group", "messageFlow",
}  # fmt: skip
"""Elements a designer can click on; a finding inside one of them names it."""

_FLOW_ELEMENT = "id name"
_ACTIVITY = f"{_FLOW_ELEMENT} default isForCompensation startQuantity completionQuantity"
_EXPRESSION = "id language evaluatesToTypeRef"

ATTRIBUTES = {
    tag: frozenset(names.split())
    for tag, names in {
        "definitions": "id name targetNamespace exporter exporterVersion expressionLanguage typeLanguage",
        "process": "id name isExecutable isClosed processType definitionalCollaborationRef",
        "startEvent": f"{_FLOW_ELEMENT} isInterrupting parallelMultiple",
        "endEvent": _FLOW_ELEMENT,
        "intermediateCatchEvent": f"{_FLOW_ELEMENT} parallelMultiple",
        "intermediateThrowEvent": _FLOW_ELEMENT,
        "boundaryEvent": f"{_FLOW_ELEMENT} attachedToRef cancelActivity parallelMultiple",
        "task": _ACTIVITY,
        "manualTask": _ACTIVITY,
        "userTask": f"{_ACTIVITY} implementation",
        "serviceTask": f"{_ACTIVITY} implementation operationRef",
        "sendTask": f"{_ACTIVITY} implementation operationRef messageRef",
        "receiveTask": f"{_ACTIVITY} implementation operationRef messageRef instantiate",
        "scriptTask": f"{_ACTIVITY} scriptFormat",
        "businessRuleTask": f"{_ACTIVITY} implementation",
        "callActivity": f"{_ACTIVITY} calledElement",
        "subProcess": f"{_ACTIVITY} triggeredByEvent",
        "adHocSubProcess": f"{_ACTIVITY} ordering cancelRemainingInstances",
        "transaction": f"{_ACTIVITY} method",
        "exclusiveGateway": f"{_FLOW_ELEMENT} gatewayDirection default",
        "inclusiveGateway": f"{_FLOW_ELEMENT} gatewayDirection default",
        "parallelGateway": f"{_FLOW_ELEMENT} gatewayDirection",
        "complexGateway": f"{_FLOW_ELEMENT} gatewayDirection default",
        "activationCondition": _EXPRESSION,
        "eventBasedGateway": f"{_FLOW_ELEMENT} gatewayDirection instantiate eventGatewayType",
        "sequenceFlow": f"{_FLOW_ELEMENT} sourceRef targetRef isImmediate",
        "incoming": "",
        "outgoing": "",
        "conditionExpression": _EXPRESSION,
        "messageEventDefinition": "id messageRef",
        "signalEventDefinition": "id signalRef",
        "errorEventDefinition": "id errorRef",
        "escalationEventDefinition": "id escalationRef",
        "timerEventDefinition": "id",
        "terminateEventDefinition": "id",
        "linkEventDefinition": "id name",
        "compensateEventDefinition": "id activityRef waitForCompletion",
        "cancelEventDefinition": "id",
        "source": "",
        "target": "",
        "conditionalEventDefinition": "id",
        "condition": _EXPRESSION,
        "timeDate": _EXPRESSION,
        "timeDuration": _EXPRESSION,
        "timeCycle": _EXPRESSION,
        "script": "",
        "multiInstanceLoopCharacteristics": "id isSequential behavior",
        "standardLoopCharacteristics": "id testBefore loopMaximum",
        "loopCondition": _EXPRESSION,
        "loopCardinality": _EXPRESSION,
        "completionCondition": _EXPRESSION,
        "loopDataInputRef": "",
        "humanPerformer": "id name",
        "potentialOwner": "id name",
        "resourceAssignmentExpression": "id",
        "formalExpression": _EXPRESSION,
        "inputDataItem": "id name itemSubjectRef isCollection",
        "message": "id name itemRef",
        "signal": "id name structureRef",
        "error": "id name errorCode structureRef",
        "escalation": "id name escalationCode structureRef",
        "extensionElements": "",
        "documentation": "id textFormat",
        "laneSet": "id name",
        "childLaneSet": "id name",
        "lane": "id name partitionElementRef",
        "flowNodeRef": "",
        "collaboration": "id name isClosed",
        "participant": "id name processRef",
    }.items()
}
"""Attributes in no namespace, by element."""

DOCUMENTATION_TAGS = frozenset({
    "association", "auditing", "category", "categoryValue", "categoryValueRef", "correlationKey", "dataInput",
    "dataInputAssociation", "dataInputRefs", "dataObject", "dataObjectReference", "dataOutput",
    "dataOutputAssociation", "dataOutputRefs", "dataState", "dataStore", "dataStoreReference", "group", "import",
    "inputSet", "interface", "ioSpecification", "itemDefinition", "messageFlow", "monitoring", "operation",
    "outputSet", "participantMultiplicity", "partnerEntity", "partnerRole", "performer", "property", "relationship",
    "resource", "resourceParameterBinding", "resourceRef", "textAnnotation",
})  # fmt: skip
"""Drawn or declared for the reader; Banli, like Camunda 7, does nothing with them or with what is inside them."""

TEXT_TAGS = frozenset({
    "incoming", "outgoing", "conditionExpression", "condition", "timeDate", "timeDuration", "timeCycle", "script",
    "loopCardinality", "completionCondition", "loopDataInputRef", "documentation", "flowNodeRef", "source", "target",
    "loopCondition", "activationCondition", "formalExpression",
})  # fmt: skip
"""The only elements that hold text."""

PLAIN_TEXT_TAGS = TEXT_TAGS - {"documentation"}
"""Of these, the ones in which markup would change the meaning."""

REFUSED_TAGS = {
    tag: Text(f"尚不支持{what_zh}。{remedy_zh}。", f"{what_en} is not supported yet. {remedy_en}.")
    for tag, (what_zh, what_en, remedy_zh, remedy_en) in {
        "eventDefinitionRef": (
            "引用的事件定义", "A referenced event definition",
            "请在事件中直接写出定义", "Define the event in place",
        ),
        "complexBehaviorDefinition": (
            "多实例的复杂行为", "Complex multi-instance behaviour",
            "请改用完成条件", "Use a completion condition",
        ),
        "callChoreography": ("编排", "Choreography", "请改用流程", "Use processes"),
        "choreography": ("编排", "Choreography", "请改用流程", "Use processes"),
        "conversation": ("会话图", "Conversation", "请删除会话元素", "Delete the conversation elements"),
    }.items()
}  # fmt: skip
"""BPMN that Banli knows and does not run yet."""

_ASYNC = "asyncBefore asyncAfter async exclusive jobPriority"
_EXTERNAL = "type topic taskPriority"
_FORM = "formKey formRef formRefBinding formRefVersion"
_CODE = "class delegateExpression"
_TEMPLATE = "modelerTemplate modelerTemplateVersion modelerTemplateIcon"

CAMUNDA_ATTRIBUTES = {
    tag: frozenset(names.split())
    for tag, names in {
        "definitions": "diagramRelationId",
        "process": "candidateStarterGroups candidateStarterUsers historyTimeToLive isStartableInTasklist jobPriority "
        f"taskPriority versionTag {_TEMPLATE}",
        "startEvent": f"{_ASYNC} initiator {_FORM} {_TEMPLATE}",
        "userTask": f"{_ASYNC} assignee candidateGroups candidateUsers dueDate followUpDate priority {_FORM} "
        f"{_TEMPLATE}",
        "serviceTask": f"{_ASYNC} {_EXTERNAL} {_CODE} expression resultVariable {_TEMPLATE}",
        "sendTask": f"{_ASYNC} {_EXTERNAL} {_CODE} expression resultVariable {_TEMPLATE}",
        "businessRuleTask": f"{_ASYNC} {_EXTERNAL} {_CODE} expression resultVariable decisionRef decisionRefBinding "
        f"decisionRefVersion decisionRefVersionTag mapDecisionResult {_TEMPLATE}",
        "scriptTask": f"{_ASYNC} resultVariable {_TEMPLATE}",
        "callActivity": f"{_ASYNC} calledElementBinding calledElementVersion calledElementVersionTag {_TEMPLATE}",
        "messageEventDefinition": f"{_EXTERNAL} {_CODE}",
        "error": "errorMessage",
        "errorEventDefinition": "errorCodeVariable errorMessageVariable",
        "escalationEventDefinition": "escalationCodeVariable",
        "conditionalEventDefinition": "variableName variableEvents",
        "multiInstanceLoopCharacteristics": "collection elementVariable asyncBefore asyncAfter",
        "sequenceFlow": _TEMPLATE,
    }.items()
} | {
    tag: frozenset(f"{_ASYNC} {_TEMPLATE}".split())
    for tag in NODE_TAGS - {"startEvent", "userTask", "serviceTask", "sendTask", "businessRuleTask", "scriptTask"}
    if tag != "callActivity"
}
"""Attributes of Camunda's family, by BPMN element."""

_WORK = f"{_EXTERNAL} {_CODE} expression resultVariable decisionRef decisionRefBinding decisionRefVersion "
_WORK += "decisionRefVersionTag mapDecisionResult"
_PERSON = f"assignee candidateGroups candidateUsers dueDate followUpDate priority {_FORM}"
_LEFT_BEHIND = {
    tag: frozenset(f"{_WORK} {_PERSON}".split()) - CAMUNDA_ATTRIBUTES[tag]
    for tag in NODE_TAGS - {"serviceTask", "sendTask", "businessRuleTask"}
} | {tag: frozenset(_PERSON.split()) for tag in ("serviceTask", "sendTask", "businessRuleTask")}
"""What Camunda reads on other elements and overlooks here, left behind when a task changed its type."""
_HINTS = {
    "process": frozenset({"isEagerExecutionFetching"}),
    "startEvent": frozenset({"formFieldValidation"}),
    "userTask": frozenset({"formFieldValidation"}),
    "scriptTask": frozenset({"autoStoreVariables"}),
}
"""Flowable's hints about what Banli always does: it validates every form, and a script stores its result only."""
MEANS_NOTHING = {
    tag: _LEFT_BEHIND.get(tag, frozenset()) | _HINTS.get(tag, frozenset())
    for tag in _LEFT_BEHIND.keys() | _HINTS.keys()
}
"""Attributes that are warned of and ignored, by element."""

_JAVA = Text(
    "Banli 不运行 Java 代码。请改为外部任务(type=external 并填写主题),由 Python 工作程序处理。",
    "Banli runs no Java. Make it an external task (type=external with a topic), done by a Python worker.",
)
_NO_TENANT = Text(
    "尚不支持在图中指定租户。请删除该属性。", "Naming a tenant in a diagram is not supported yet. Delete the attribute."
)
REFUSED_CAMUNDA_ATTRIBUTES = {
    "class": _JAVA,
    "delegateExpression": _JAVA,
    "variableMappingClass": _JAVA,
    "variableMappingDelegateExpression": _JAVA,
    "formHandlerClass": _JAVA,
    "calledElementTenantId": _NO_TENANT,
    "decisionRefTenantId": _NO_TENANT,
    "caseRef": Text("不支持 CMMN 案例。请改为调用流程。", "CMMN cases are not supported. Call a process instead."),
    "resource": Text(
        "不支持外部脚本文件。请改为外部任务。", "Script files are not supported. Use an external task instead."
    ),
    "skipExpression": Text(
        "不支持跳过表达式。请用排他网关画出跳过的路径。",
        "Skip expressions are not supported. Draw the way around with an exclusive gateway.",
    ),
}

CAMUNDA_ELEMENTS = {
    "properties": NODE_TAGS | {"process", "sequenceFlow", "participant", "lane", "collaboration", "definitions"},
    "failedJobRetryTimeCycle": NODE_TAGS,
    "inputOutput": NODE_TAGS - GATEWAY_TAGS,
    "in": frozenset({"callActivity"}),
    "out": frozenset({"callActivity"}),
    "executionListener": NODE_TAGS | {"process", "sequenceFlow"},
    "taskListener": frozenset({"userTask"}),
    "formData": frozenset({"userTask", "startEvent"}),
    "formProperty": frozenset({"userTask", "startEvent"}),
    "errorEventDefinition": frozenset({"serviceTask", "sendTask", "businessRuleTask"}),
    "field": frozenset({"serviceTask", "sendTask", "businessRuleTask", "messageEventDefinition"}),
}
"""Extension elements of Camunda's family and the BPMN elements they may stand in."""

REFUSED_CAMUNDA_ELEMENTS = {
    "eventListener": Text(
        "不支持全局事件监听器。请在要监听的元素上添加执行监听器。",
        "Listeners to engine events are not supported. Put an execution listener on the element itself.",
    ),
    "connector": Text(
        "不支持连接器。请改为外部任务(type=external 并填写主题)。",
        "Connectors are not supported. Use an external task (type=external with a topic).",
    ),
    "field": _JAVA,
}

_FIELD = frozenset({"name", "stringValue", "expression"})
_LISTENER_INNER = {"script": frozenset({"scriptFormat"}), "field": _FIELD}
CAMUNDA_INNER: dict[str, dict[str, frozenset[str]]] = {
    "properties": {"property": frozenset({"id", "name", "value"})},
    "inputOutput": {"inputParameter": frozenset({"name"}), "outputParameter": frozenset({"name"})},
    "inputParameter": {"list": frozenset(), "map": frozenset(), "script": frozenset({"scriptFormat"})},
    "outputParameter": {"list": frozenset(), "map": frozenset(), "script": frozenset({"scriptFormat"})},
    "list": {"value": frozenset({"id", "name"}), "script": frozenset({"scriptFormat"}), "list": frozenset()},
    "map": {"entry": frozenset({"key"})},
    "formData": {"formField": frozenset({"id", "label", "type", "defaultValue"})},
    "formField": {
        "properties": frozenset(), "validation": frozenset(), "value": frozenset({"id", "name"}),
    },
    "validation": {"constraint": frozenset({"name", "config"})},
    "formProperty": {"value": frozenset({"id", "name"})},
    "executionListener": _LISTENER_INNER,
    "taskListener": _LISTENER_INNER,
    "field": {"string": frozenset(), "expression": frozenset()},
    "entry": {"list": frozenset(), "map": frozenset(), "script": frozenset({"scriptFormat"})},
}  # fmt: skip
"""What may stand inside a Camunda extension element, with its attributes."""

CAMUNDA_OWN_ATTRIBUTES = {
    "executionListener": frozenset({"event", "class", "delegateExpression", "expression"}),
    "taskListener": frozenset({"id", "event", "class", "delegateExpression", "expression"}),
    "errorEventDefinition": frozenset({"id", "errorRef", "expression"}),
    "formProperty": frozenset(
        {
            "id",
            "name",
            "type",
            "required",
            "readable",
            "writable",
            "default",
            "expression",
            "variable",
        }
    ),
    "field": _FIELD,
    "in": frozenset({"businessKey", "local", "source", "sourceExpression", "target", "variables"}),
    "out": frozenset({"local", "source", "sourceExpression", "target", "variables"}),
}
