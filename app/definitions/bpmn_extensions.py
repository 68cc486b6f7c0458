"""Reads Camunda's extension elements: input/output parameters, properties, in/out mappings, retry cycles."""

from __future__ import annotations

from collections.abc import Mapping

from app.definitions.bpmn_context import Context, is_true
from app.definitions.literals import expression, is_literal, is_retry_cycle
from app.definitions.namespaces import CAMUNDA
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import CallMapping, Expression, IoMapping, MappingValue

NULL = "${null}"
"""An empty parameter means null, as in Camunda."""


def read_parameters(element: XmlElement, tag: str, id: str, context: Context) -> tuple[IoMapping, ...]:
    """The `inputParameter` or `outputParameter` mappings of a node, in document order."""
    mappings: list[IoMapping] = []
    for holder in element.extensions("inputOutput"):
        for parameter in holder.all(tag):
            name = parameter.attributes.get("name", "")
            if not name or any(name == other.name for other in mappings):
                context.report.error(
                    "invalid_parameter",
                    f"输入/输出参数没有名称或名称“{name[:40]}”重复。请为每个参数取不同的名称。",
                    f'An input/output parameter has no name, or the name "{name[:40]}" is used twice. Name each one.',
                    id,
                    parameter.line,
                )
            mappings.append(IoMapping(name, _value(parameter, id, context)))
    return tuple(mappings)


def read_properties(element: XmlElement) -> Mapping[str, str]:
    """`camunda:properties` as a dict; of a repeated name the last one counts."""
    found = [each for holder in element.extensions("properties") for each in holder.all("property")]
    return {each.attributes["name"]: each.attributes.get("value", "") for each in found if each.attributes.get("name")}


def read_retry_cycle(element: XmlElement, id: str, context: Context) -> str | None:
    """`camunda:failedJobRetryTimeCycle`: ISO text, or an expression."""
    found = element.extensions("failedJobRetryTimeCycle")
    text = found[0].text.strip() if found else ""
    if text and is_literal(Expression(text)) and not is_retry_cycle(text):
        context.report.error(
            "invalid_retry_cycle",
            f"无法识别重试间隔“{text[:60]}”。请写成 R3/PT10M 或 PT1M,PT10M。",
            f'The retry cycle "{text[:60]}" cannot be understood. Write R3/PT10M or PT1M,PT10M.',
            id,
            found[0].line,
        )
    return text or None


def read_call_mappings(element: XmlElement, tag: str, id: str, context: Context) -> tuple[CallMapping, ...]:
    """The `camunda:in` or `camunda:out` mappings of a call activity, without the business key."""
    mappings = []
    for each in element.extensions(tag):
        if "businessKey" not in each.attributes:
            mappings.append(_call_mapping(each))
            _check_call_mapping(mappings[-1], each, id, context)
    return tuple(mappings)


def read_business_key(element: XmlElement) -> Expression | None:
    """`camunda:in businessKey="..."` of a call activity."""
    keys = [each for each in element.extensions("in") if "businessKey" in each.attributes]
    return expression(keys[0].attributes["businessKey"], keys[0].line) if keys else None


def _call_mapping(element: XmlElement) -> CallMapping:
    return CallMapping(
        target=element.attributes.get("target") or None,
        source=element.attributes.get("source") or None,
        source_expression=expression(element.attributes.get("sourceExpression"), element.line),
        all_variables=element.attributes.get("variables") == "all",
        local=is_true(element.attributes.get("local")),
    )


def _check_call_mapping(mapping: CallMapping, element: XmlElement, id: str, context: Context) -> None:
    single = (mapping.source is not None) != (mapping.source_expression is not None) and mapping.target is not None
    whole = mapping.all_variables and not (mapping.source or mapping.source_expression or mapping.target)
    if not (single and not mapping.all_variables) and not whole:
        context.report.error(
            "invalid_mapping",
            "变量映射不完整。请填写来源(变量或表达式)和目标,或选择全部变量。",
            "The variable mapping is incomplete. Give a source (variable or expression) and a target, or all of them.",
            id,
            element.line,
        )


def _value(element: XmlElement, id: str, context: Context) -> MappingValue:
    """A parameter's value: a list, a map, a script or its text."""
    inner = [child for child in element.children if child.space == CAMUNDA]
    if len(inner) > 1 or (inner and (element.text.strip() or element.stray)):
        context.report.error(
            "invalid_parameter",
            "参数同时有多个值。请只保留文字、列表、映射或脚本之一。",
            "The parameter has several values. Keep one of text, list, map or script.",
            id,
            element.line,
        )
    return _structured(inner[0], id, context) if inner else _text(element)


def _structured(element: XmlElement, id: str, context: Context) -> MappingValue:
    match element.name:
        case "list":
            return tuple(_item(child, id, context) for child in element.children)
        case "map":
            return {entry.attributes.get("key", ""): _value(entry, id, context) for entry in element.all("entry")}
        case _:
            return _script(element, id, context)


def _item(element: XmlElement, id: str, context: Context) -> MappingValue:
    return _text(element) if element.name == "value" else _structured(element, id, context)


def _script(element: XmlElement, id: str, context: Context) -> Expression:
    if not element.attributes.get("scriptFormat"):
        context.refuse_language("", id, element.line)
    return context.script_expression(element, id) or Expression(NULL, line=element.line)


def _text(element: XmlElement) -> Expression:
    return expression(element.text, element.line) or Expression(NULL, line=element.line)
