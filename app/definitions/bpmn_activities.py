"""Reads what an activity does: workers, decisions, scripts, called processes, repetition."""

from __future__ import annotations

from dataclasses import dataclass

from app.definitions.bpmn_binding import read_binding
from app.definitions.bpmn_context import Context, is_true, without_prefix
from app.definitions.bpmn_events import message_event
from app.definitions.bpmn_extensions import read_business_key, read_call_mappings
from app.definitions.bpmn_external import external_spec
from app.definitions.bpmn_people import read_user_task
from app.definitions.literals import expression, is_literal, is_variable_name
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import (
    DecisionCall,
    EventDefinition,
    Expression,
    ExpressionCall,
    ExternalTaskSpec,
    MultiInstance,
    ProcessCall,
    ScriptSpec,
    UserTaskSpec,
)

_WORKERS = frozenset({"type", "class", "delegateExpression"})
MAX_CARDINALITY = 1000
"""More instances than this of one step are a mistake; a computed number is bounded again while running."""


@dataclass(frozen=True, slots=True)
class Work:
    """The detail of an activity, as it goes into a `Node`."""

    user_task: UserTaskSpec | None = None
    external: ExternalTaskSpec | None = None
    expression_call: ExpressionCall | None = None
    decision: DecisionCall | None = None
    call: ProcessCall | None = None
    script: ScriptSpec | None = None
    event: EventDefinition | None = None


def read_work(element: XmlElement, id: str, context: Context) -> Work:
    """The detail of any activity; empty for undefined and manual tasks and sub-processes."""
    match element.name:
        case "userTask":
            return Work(user_task=read_user_task(element, id, context))
        case "serviceTask" | "sendTask" | "businessRuleTask":
            return _implemented(element, id, context)
        case "receiveTask":
            return Work(event=message_event(element, id, context))
        case "scriptTask":
            return Work(script=_script(element, id, context))
        case "callActivity":
            return Work(call=_call(element, id, context))
        case _:
            return Work()


def read_multi_instance(element: XmlElement, id: str, context: Context) -> MultiInstance | None:
    """The multi-instance characteristics of an activity."""
    loop = element.first("multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    cardinality = context.script_expression(loop.first("loopCardinality"), id)
    collection = _collection(loop, id, context)
    if (cardinality is None) == (collection is None):
        context.report.error(
            "multi_instance_without_count",
            "多实例必须恰好填写次数或集合之一。请填写其中一个。",
            "Multi-instance needs exactly one of cardinality and collection. Fill in one of them.",
            id,
            loop.line,
        )
    if cardinality is not None and is_literal(cardinality):
        _check_cardinality(cardinality.text, id, loop, context)
    item = loop.first("inputDataItem")
    return MultiInstance(
        sequential=is_true(loop.attributes.get("isSequential")),
        cardinality=cardinality,
        collection=collection,
        element_variable=loop.camunda.get("elementVariable") or (item.attributes.get("name") if item else None) or None,
        completion_condition=context.script_expression(loop.first("completionCondition"), id),
        async_before=is_true(loop.camunda.get("asyncBefore")),
        async_after=is_true(loop.camunda.get("asyncAfter")),
    )


def _implemented(element: XmlElement, id: str, context: Context) -> Work:
    """Service, send and business rule task: decision, external task, expression or (send) a message."""
    if element.camunda.get("decisionRef"):
        return Work(decision=_decision(element, id, context))
    if _WORKERS & element.camunda.keys():
        return Work(external=external_spec(element, id, context))
    text = context.expression(element, "expression")
    if text is not None:
        return Work(expression_call=ExpressionCall(text, element.camunda.get("resultVariable") or None))
    event = message_event(element, id, context) if element.name == "sendTask" else None
    if event is None and not _refused_elsewhere(element):
        _without_implementation(element, id, context)
    return Work(event=event)


def _refused_elsewhere(element: XmlElement) -> bool:
    """Whether the vocabulary check already says why this implementation cannot run."""
    return bool(element.extensions("connector"))


def _without_implementation(element: XmlElement, id: str, context: Context) -> None:
    code, zh, en = {
        "serviceTask": (
            "service_without_implementation",
            "服务任务没有实现。请设为外部任务(主题)或填写表达式。",
            "The service task has no implementation. Make it an external task (topic) or give an expression.",
        ),
        "sendTask": (
            "send_without_message",
            "发送任务没有消息。请选择消息,或设为外部任务(主题)。",
            "The send task has no message. Choose one, or make it an external task (topic).",
        ),
        "businessRuleTask": (
            "rule_without_decision",
            "业务规则任务没有决策。请填写 decisionRef,或设为外部任务(主题)。",
            "The business rule task has no decision. Fill in decisionRef, or make it an external task (topic).",
        ),
    }[element.name]
    context.report.error(code, zh, en, id, element.line)


def _decision(element: XmlElement, id: str, context: Context) -> DecisionCall | None:
    decision = context.expression(element, "decisionRef")
    if decision is None:
        return None
    binding, version = read_binding(element, "decisionRef", id, context)
    return DecisionCall(
        decision=decision,
        binding=binding,
        version=version,
        result_variable=element.camunda.get("resultVariable") or None,
        map_result=element.camunda.get("mapDecisionResult") or "resultList",
    )


def _script(element: XmlElement, id: str, context: Context) -> ScriptSpec | None:
    text = element.first("script")
    named = element.attributes.get("scriptFormat", "")
    if text is None or not text.text.strip():
        context.report.error(
            "script_without_text",
            "脚本任务没有内容。请填写 ${...} 表达式或 FEEL。",
            "The script task is empty. Fill in a ${...} expression or FEEL.",
            id,
            element.line,
        )
        return None
    language = {"juel": "juel", "feel": "feel"}.get(named.lower())
    if language is None:
        context.refuse_language(named, id, element.line)
    script = expression(text.text, text.line, language or "juel")
    return ScriptSpec(script, element.camunda.get("resultVariable") or None) if script else None


def _call(element: XmlElement, id: str, context: Context) -> ProcessCall | None:
    called = expression(without_prefix(element.attributes.get("calledElement", "")), element.line)
    if called is None:
        if "caseRef" not in element.camunda:
            context.report.error(
                "call_without_process",
                "调用活动没有指定被调用的流程。请填写流程标识(calledElement)。",
                "The call activity names no process. Fill in the key of the process (calledElement).",
                id,
                element.line,
            )
        return None
    binding, version = read_binding(element, "calledElement", id, context)
    return ProcessCall(
        called_element=called,
        binding=binding,
        version=version,
        inputs=read_call_mappings(element, "in", id, context),
        outputs=read_call_mappings(element, "out", id, context),
        business_key=read_business_key(element),
    )


def _collection(loop: XmlElement, id: str, context: Context) -> Expression | None:
    """The collection; a bare name means the variable of that name, as in Camunda."""
    reference = loop.first("loopDataInputRef")
    text = loop.camunda.get("collection") or (reference.text if reference is not None else None)
    value = expression(text, loop.line)
    if value is None or not is_literal(value):
        return value
    if not is_variable_name(value.text):
        context.report.error(
            "invalid_collection",
            f"集合“{value.text[:60]}”不是变量名。请填写变量名或 ${{...}} 表达式。",
            f'The collection "{value.text[:60]}" is not the name of a variable. Give a name or a ${{...}} expression.',
            id,
            loop.line,
        )
    return Expression(f"${{{value.text}}}", "juel", value.line)


def _check_cardinality(text: str, id: str, loop: XmlElement, context: Context) -> None:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= MAX_CARDINALITY):
        context.report.error(
            "invalid_cardinality",
            f"多实例次数“{text[:40]}”无效。请填写 0 到 {MAX_CARDINALITY} 的整数或 ${{...}}。",
            f'The cardinality "{text[:40]}" is not valid. Give a whole number from 0 to {MAX_CARDINALITY} or ${{...}}.',
            id,
            loop.line,
        )
