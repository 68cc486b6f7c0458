"""Reads work that is left to workers: external tasks, code by name (`class`, `delegateExpression`), its fields."""

from __future__ import annotations

import re

from app.definitions.bpmn_context import Context, without_prefix
from app.definitions.literals import expression
from app.definitions.namespaces import CAMUNDA
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import ErrorMapping, Expression, ExternalTaskSpec, IoMapping

_BEAN = re.compile(r"[$#]\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}", re.ASCII)
_CLASS = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*", re.ASCII)


def external_spec(element: XmlElement, id: str, context: Context) -> ExternalTaskSpec | None:
    """`camunda:type="external"` with its topic, or code by name; None where the element has neither."""
    kind = element.camunda.get("type")
    if kind is None:
        return code_spec(element, id, context)
    topic = context.expression(element, "topic")
    if kind not in ("external", "external-worker"):
        context.report.error(
            "unsupported_type",
            f"任务类型“{kind[:40]}”不受支持。请改为外部任务(type=external 并填写主题)。",
            f'The task type "{kind[:40]}" is not supported. Make it an external task (type=external with a topic).',
            id,
            element.line,
        )
    elif topic is None:
        context.report.error(
            "external_without_topic",
            "外部任务没有主题。请填写主题(topic),例如 document.render。",
            "The external task has no topic. Fill in the topic, for example document.render.",
            id,
            element.line,
        )
    priority = context.expression(element, "taskPriority")
    return ExternalTaskSpec(topic, priority, read_error_mappings(element, id, context)) if topic else None


def read_error_mappings(element: XmlElement, id: str, context: Context) -> tuple[ErrorMapping, ...]:
    """The `camunda:errorEventDefinition`s of an external task, in document order."""
    return tuple(
        mapping
        for each in element.extensions("errorEventDefinition")
        if (mapping := _error_mapping(each, id, context)) is not None
    )


def _error_mapping(element: XmlElement, id: str, context: Context) -> ErrorMapping | None:
    declared = context.roots["error"].get(without_prefix(element.attributes.get("errorRef", "")))
    code = declared.attributes.get("errorCode") if declared is not None else None
    condition = expression(element.attributes.get("expression"), element.line)
    if not code or condition is None:
        context.report.error(
            "invalid_error_mapping",
            "错误映射不完整。请选择带代码的错误,并填写条件表达式。",
            "The error mapping is incomplete. Choose an error that has a code, and give a condition.",
            id,
            element.line,
        )
        return None
    return ErrorMapping(code, condition)


def code_spec(element: XmlElement, owner: str, context: Context) -> ExternalTaskSpec | None:
    """`class` or `delegateExpression` as work for the Python worker of that name; None where neither is given."""
    own = element.attributes if element.space == CAMUNDA else element.camunda
    name, delegate = own.get("class"), own.get("delegateExpression")
    if name is None and delegate is None:
        return None
    bean = _BEAN.fullmatch(delegate) if delegate else None
    topic = bean[1] if bean else name if name and not delegate and _CLASS.fullmatch(name) else None
    if topic is None:
        context.report.error(
            "code_not_by_name",
            f"无法从“{(delegate or name or '')[:60]}”得知由哪个工作程序处理。请只写类名或 ${{名称}},或改为外部任务。",
            f'"{(delegate or name or "")[:60]}" does not name a worker. Give a class name or ${{name}} alone, or make '
            "it an external task.",
            owner,
            element.line,
        )
        return None
    errors = read_error_mappings(element, owner, context)
    return ExternalTaskSpec(Expression(topic, line=element.line), errors=errors, is_code=True)


def read_fields(element: XmlElement, owner: str, context: Context) -> tuple[IoMapping, ...]:
    """The `camunda:field`s of a listener (its children) or of a task (its extension elements) as mappings."""
    fields = element.all("field") if element.space == CAMUNDA else element.extensions("field")
    return tuple(_field(each, owner, context) for each in fields)


def _field(element: XmlElement, owner: str, context: Context) -> IoMapping:
    inner = [each for each in element.children if each.space == CAMUNDA and each.name in ("string", "expression")]
    texts = [
        *(element.attributes[name] for name in ("stringValue", "expression") if name in element.attributes),
        *(each.text.strip() for each in inner),
    ]
    name = element.attributes.get("name", "")
    if not name or len(texts) != 1:
        context.report.error(
            "invalid_field",
            f"字段“{name[:40]}”没有名称,或值不是恰好一个。请填写名称和一个值(stringValue 或 expression)。",
            f'The field "{name[:40]}" has no name or not exactly one value. Give a name and one value.',
            owner,
            element.line,
        )
    value = expression(texts[0], element.line) if texts else None
    return IoMapping(name, value or Expression("", line=element.line))
