"""Form fields that stand in the diagram (`formData`, Activiti's and Flowable's `formProperty`) as a form-js form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.definitions.bpmn_context import Context, is_true
from app.definitions.form_reader import read_form
from app.definitions.xml_intake import XmlElement
from app.domain.errors import DefinitionInvalid
from app.domain.model.form import FormModel

_TYPES: Mapping[str, Mapping[str, Any]] = {
    "string": {"type": "textfield"},
    "long": {"type": "number", "decimalDigits": 0},
    "integer": {"type": "number", "decimalDigits": 0},
    "int": {"type": "number", "decimalDigits": 0},
    "double": {"type": "number"},
    "boolean": {"type": "checkbox"},
    "date": {"type": "datetime", "subtype": "date"},
    "enum": {"type": "select"},
}
_LIMITS = {"minlength": "minLength", "maxlength": "maxLength", "min": "min", "max": "max"}


def read_generated_form(element: XmlElement, id: str, context: Context) -> FormModel | None:
    """The form of a user task or start event that draws its own fields; None where it draws none."""
    fields = [field for data in element.extensions("formData") for field in data.all("formField")]
    fields += element.extensions("formProperty")
    if not fields:
        return None
    components = [_component(field, id, context) for field in fields]
    schema = {"type": "default", "id": f"Form_{id}", "schemaVersion": 18, "components": components}
    if context.report.has_errors:
        return None
    try:
        return read_form(json.dumps(schema).encode(), context.report.resource)
    except DefinitionInvalid as invalid:
        for problem in invalid.problems:
            context.report.error(problem.code, problem.text.zh, problem.text.en, id, element.line)
        return None


def _component(field: XmlElement, owner: str, context: Context) -> dict[str, Any]:
    given = field.attributes
    name = given.get("type", "string")
    shape = _TYPES.get(name)
    if shape is None:
        _error(
            context, owner, field, "unknown_field_type",
            f"表单字段类型“{name[:40]}”不受支持。请改用 {' / '.join(_TYPES)},或改用 form-js 表单(formRef)。",
            f'The form field type "{name[:40]}" is not supported. Use {", ".join(_TYPES)}, or formRef.',
        )  # fmt: skip
        return {}
    component: dict[str, Any] = {
        **shape,
        "id": f"Field_{given.get('id', '')}",
        "key": given.get("id", ""),
        "label": given.get("label") or given.get("name") or given.get("id", ""),
    }
    if component["type"] == "select":
        values = field.all("value")
        component["values"] = [
            {"value": each.attributes.get("id", ""), "label": each.attributes.get("name") or each.attributes.get("id")}
            for each in values
        ]
    return component | _rules(field, owner, context) | _default(field, component["type"], owner, context)


def _rules(field: XmlElement, owner: str, context: Context) -> dict[str, Any]:
    """Camunda's constraints, and the three attributes of a form property."""
    given = field.attributes
    validate: dict[str, Any] = {"required": True} if is_true(given.get("required")) else {}
    found: dict[str, Any] = {} if is_true(given.get("writable"), default=True) else {"readonly": True}
    for each in (constraint for holder in field.all("validation") for constraint in holder.all("constraint")):
        name, limit = each.attributes.get("name", ""), each.attributes.get("config", "")
        if name == "required":
            validate["required"] = True
        elif name == "readonly":
            found["readonly"] = True
        elif name in _LIMITS and limit.lstrip("-").isdecimal():
            validate[_LIMITS[name]] = int(limit)
        else:
            _error(
                context, owner, each, "unknown_constraint",
                f"校验规则“{name[:40]}”({limit[:40]})不受支持。可用 required、readonly、"
                "minlength、maxlength、min、max。",
                f'The constraint "{name[:40]}" ({limit[:40]}) is not supported. Use required, readonly, minlength, '
                "maxlength, min or max.",
            )  # fmt: skip
    return found | ({"validate": validate} if validate else {})


def _default(field: XmlElement, kind: str, owner: str, context: Context) -> dict[str, Any]:
    text = field.attributes.get("defaultValue") or field.attributes.get("default") or ""
    computed = text if "{" in text else field.attributes.get("expression") or field.attributes.get("variable") or ""
    if computed:
        _error(
            context, owner, field, "computed_default",
            f"字段的默认值或变量“{computed[:40]}”不受支持。请用输入参数给出与字段同名的变量。",
            f'The computed default or variable "{computed[:40]}" is not supported. Give a variable named like the '
            "field by an input parameter.",
        )  # fmt: skip
    if not text or computed:
        return {}
    if kind == "checkbox":
        return {"defaultValue": text == "true"}
    if kind == "number":
        return {"defaultValue": float(text) if "." in text else int(text)} if _is_number(text) else {}
    return {"defaultValue": text}


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _error(context: Context, owner: str, element: XmlElement, code: str, zh: str, en: str) -> None:
    context.report.error(code, zh, en, owner, element.line)
