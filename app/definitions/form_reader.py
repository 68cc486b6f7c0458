"""Bytes of a form-js schema -> the frozen model of what the server must check again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from app.definitions.form_component import read_field
from app.definitions.form_vocabulary import GROUPS, INPUTS, LIST, PRESENTATION, REFUSED
from app.definitions.literals import is_element_id
from app.definitions.report import Report
from app.domain.errors import Problem
from app.domain.model.form import FormField, FormModel

MAX_BYTES = 1_000_000
MAX_COMPONENTS = 500
MAX_NESTING = 10


def read_form(content: bytes, resource: str) -> FormModel:
    """Read a file. Raises `DefinitionInvalid` with all problems where any of them is an error."""
    return read_form_with_warnings(content, resource)[0]


def read_form_with_warnings(content: bytes, resource: str) -> tuple[FormModel, tuple[Problem, ...]]:
    """As `read_form`, with the warnings."""
    report = Report(resource)
    text, schema = _parse(content, report)
    model = _Reader(text, report).read(schema)
    report.raise_errors()
    return model, report.problems


def _parse(content: bytes, report: Report) -> tuple[str, Mapping[str, Any]]:
    if len(content) > MAX_BYTES:
        raise report.refuse(
            "too_large",
            f"表单文件超过 {MAX_BYTES // 1_000_000} MB。请拆成几个表单。",
            f"The form is larger than {MAX_BYTES // 1_000_000} MB. Split it into several forms.",
        )
    try:
        text = content.decode("utf-8-sig")
        schema = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as broken:
        raise report.refuse(
            "broken_json",
            f"表单不是格式正确的 UTF-8 JSON:{broken}。请在表单设计器中重新导出。",
            f"The form is not well-formed JSON in UTF-8: {broken}. Export it again from the form editor.",
            getattr(broken, "lineno", None),
        ) from broken
    if (
        not isinstance(schema, dict)
        or schema.get("type") != "default"
        or not isinstance(schema.get("components"), list)
    ):
        raise report.refuse(
            "not_a_form",
            "文件不是 form-js 表单(应有 type 为 default 和 components)。请选择正确的文件。",
            "The file is no form-js form (it should have the type default and components). Choose the right file.",
            1,
        )
    return text, schema


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a name given twice would mean one thing here and another in the browser."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f'the name "{next(name for name in names if names.count(name) > 1)[:80]}" is given twice')
    return made


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a component stands: path prefix, conditions of the groups around it, nesting."""

    path: str = ""
    hide_when: str | None = None
    depth: int = 0

    def inside(self, path: str, hide_when: str | None) -> _Place:
        """The place inside a group."""
        return _Place(joined(self.path, path), either(self.hide_when, hide_when), self.depth + 1)


class _Reader:
    """Reads one form."""

    def __init__(self, text: str, report: Report) -> None:
        self._text = text
        self._report = report
        self._count = 0

    def read(self, schema: Mapping[str, Any]) -> FormModel:
        """The form; problems go to the report."""
        id = schema.get("id")
        if not isinstance(id, str) or not is_element_id(id):
            self._error(
                "form_without_id", "表单没有合法的标识。请填写标识。", "The form has no valid id. Fill it in.", {}
            )
            id = ""
        fields = self._fields(schema["components"], _Place())
        name = schema.get("name") or schema.get("title")
        return FormModel(id, name if isinstance(name, str) else None, fields, schema)

    def _fields(self, components: Any, place: _Place) -> tuple[FormField, ...]:
        """The fields of one list of components; keys are unique among them."""
        found: dict[str, FormField] = {}
        for field in self._walk(components, place):
            clash = next((key for key in found if _overlap(key, field.key)), None)
            if clash is not None:
                self._report.error(
                    "duplicate_key",
                    f"字段键“{field.key}”与“{clash}”冲突。请为每个字段取不同的键。",
                    f'The key "{field.key}" clashes with "{clash}". Give every field its own key.',
                    field.key,
                    field.line,
                )
            found[field.key] = field
        return tuple(found.values())

    def _walk(self, components: Any, place: _Place) -> list[FormField]:
        if not isinstance(components, list) or place.depth > MAX_NESTING:
            self._error(
                "invalid_components",
                f"组件列表无效或嵌套超过 {MAX_NESTING} 层。请简化表单。",
                f"A list of components is not valid or nested deeper than {MAX_NESTING}. Simplify the form.",
                {},
            )
            return []
        return [field for component in components for field in self._component(component, place)]

    def _component(self, component: Any, place: _Place) -> list[FormField]:
        self._count += 1
        if self._count > MAX_COMPONENTS:
            if self._count == MAX_COMPONENTS + 1:
                self._error(
                    "too_many_components",
                    f"表单超过 {MAX_COMPONENTS} 个组件。请拆成几个表单。",
                    f"The form has more than {MAX_COMPONENTS} components. Split it into several forms.",
                    {},
                )
            return []
        kind = component.get("type") if isinstance(component, dict) else None
        if not isinstance(kind, str) or kind not in INPUTS | GROUPS | PRESENTATION | {LIST}:
            self._unknown(component if isinstance(component, dict) else {}, kind)
            return []
        return self._known(component, kind, place)

    def _known(self, component: Mapping[str, Any], kind: str, place: _Place) -> list[FormField]:
        hide_when = self._condition(component)
        if kind in PRESENTATION:
            return []
        if kind in GROUPS:
            return self._walk(component.get("components", []), place.inside(self._path(component), hide_when))
        line = self._line(component)
        if kind == LIST:
            return self._list(component, place.inside(self._path(component), hide_when), line)
        key = component.get("key")
        if not isinstance(key, str) or not _is_path(key):
            self._bad_key(component)
            return []
        field = read_field(component, self._report, line)
        hidden = either(place.hide_when, hide_when)
        return [replace(field, key=joined(place.path, key), hide_when=hidden)]

    def _list(self, component: Mapping[str, Any], place: _Place, line: int | None) -> list[FormField]:
        if not place.path:
            self._bad_key(component)
            return []
        rows = self._fields(component.get("components", []), _Place(depth=place.depth))
        label = component.get("label")
        text = label if isinstance(label, str) else place.path
        return [FormField(place.path, LIST, text, hide_when=place.hide_when, fields=rows, line=line)]

    def _condition(self, component: Mapping[str, Any]) -> str | None:
        conditional = component.get("conditional")
        hide = conditional.get("hide") if isinstance(conditional, dict) else None
        if conditional is None or hide in (None, ""):
            return None
        if isinstance(hide, str) and hide.strip().startswith("="):
            return hide.strip()[1:].strip()
        self._error(
            "invalid_condition",
            "隐藏条件应为以“=”开头的 FEEL 表达式。请修改。",
            'The condition to hide must be a FEEL expression beginning with "=". Change it.',
            component,
        )
        return None

    def _path(self, component: Mapping[str, Any]) -> str:
        path = component.get("path", "")
        if path and not (isinstance(path, str) and _is_path(path)):
            self._bad_key(component)
            return ""
        return path or ""

    def _unknown(self, component: Mapping[str, Any], kind: Any) -> None:
        shown = str(kind)[:40]
        reason = REFUSED.get(shown)
        self._error(
            "unknown_component",
            reason.zh if reason else f"不认识组件类型“{shown}”。请改用受支持的组件。",
            reason.en if reason else f'The component type "{shown}" is not known. Use a supported component.',
            component,
        )

    def _bad_key(self, component: Mapping[str, Any]) -> None:
        self._error(
            "invalid_key",
            "字段没有合法的键。请以字母、汉字或下划线开头,只用字母、数字、下划线,用“.”分级。",
            'The field has no valid key. Use letters, digits and "_", with "." between levels.',
            component,
        )

    def _error(self, code: str, zh: str, en: str, component: Mapping[str, Any]) -> None:
        name = component.get("key") or component.get("id") or component.get("path")
        self._report.error(code, zh, en, name if isinstance(name, str) else None, self._line(component))

    def _line(self, component: Mapping[str, Any]) -> int | None:
        """The line on which the component's id (or key) stands in the text."""
        for name in ("id", "key", "path"):
            value = component.get(name)
            if isinstance(value, str) and value:
                written = "|".join({re.escape(json.dumps(value)), re.escape(json.dumps(value, ensure_ascii=False))})
                found = re.search(rf'"{name}"\s*:\s*(?:{written})', self._text)
                if found:
                    return self._text.count("\n", 0, found.start()) + 1
        return None


def either(first: str | None, second: str | None) -> str | None:
    """Hidden when one of two conditions holds."""
    return f"({first}) or ({second})" if first and second else first or second


def joined(path: str, key: str) -> str:
    """A key below a path."""
    return f"{path}.{key}" if path and key else path or key


_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_RESERVED = frozenset({"__proto__", "constructor", "prototype"})


def _is_path(text: str) -> bool:
    return len(text) <= 255 and _PATH.fullmatch(text) is not None and not _RESERVED & set(text.split("."))


def _overlap(first: str, second: str) -> bool:
    """Whether two paths cannot both hold a value."""
    return first == second or first.startswith(f"{second}.") or second.startswith(f"{first}.")
