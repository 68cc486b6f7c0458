"""Reads one input of a form: its limits, options and settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from app.definitions.form_vocabulary import (
    CHOICES,
    DATE_SUBTYPES,
    EMAIL,
    FILES,
    MULTIPLE_CHOICES,
    PHONE,
    PICKERS,
    VALIDATIONS,
)
from app.definitions.patterns import PatternRefused, compile_pattern
from app.definitions.report import Report
from app.domain.model.form import FormField

_HANDLED = frozenset({
    "conditional", "defaultValue", "disabled", "id", "key", "label", "layout", "multiple", "readonly", "type",
    "validate", "values",
})  # fmt: skip
MAX_NUMBER = 10**30
_OPTION_TYPES = (str, int, float, bool)


def read_field(component: Mapping[str, Any], report: Report, line: int | None) -> FormField:
    """The field of a component whose type and key are known to be right; problems go to the report."""
    return _Component(component, report, line).read()


class _Component:
    """Reads one component."""

    def __init__(self, component: Mapping[str, Any], report: Report, line: int | None) -> None:
        self._component = component
        self._report = report
        self._line = line
        self._type = str(component["type"])
        self._key = str(component["key"])

    def read(self) -> FormField:
        """The field."""
        validate = self._validate()
        label = self._component.get("label") or self._component.get("dateLabel") or self._component.get("timeLabel")
        field = FormField(
            key=self._key,
            type=self._type,
            label=label if isinstance(label, str) else self._key,
            required=self._flag(validate, "required"),
            read_only=self._flag(self._component, "readonly") or self._flag(self._component, "disabled"),
            min=self._number(validate, "min"),
            max=self._number(validate, "max"),
            min_length=self._length(validate, "minLength"),
            max_length=self._length(validate, "maxLength"),
            pattern=self._pattern(validate),
            options=self._options(),
            multiple=self._is_multiple(),
            default=self._component.get("defaultValue"),
            properties=self._properties(),
            line=self._line,
        )
        self._check_bounds(field)
        self._check_date()
        return field

    def _validate(self) -> Mapping[str, Any]:
        validate = self._component.get("validate") or {}
        allowed = VALIDATIONS.get(self._type, frozenset({"required"}))
        if not isinstance(validate, dict):
            self._invalid("validate")
            return {}
        for name in validate:
            if name not in allowed:
                self._error(
                    "unknown_validation",
                    f"{self._type} 组件没有校验规则 {name}。请删除它。",
                    f"A {self._type} has no validation {name}. Delete it.",
                )
        return validate

    def _flag(self, source: Mapping[str, Any], name: str) -> bool:
        value = source.get(name)
        if value not in (None, True, False):
            self._invalid(name)
        return value is True

    def _number(self, source: Mapping[str, Any], name: str) -> float | None:
        value = source.get(name)
        if value is None or value == "":
            return None
        whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < MAX_NUMBER
        if not whole and not (isinstance(value, float) and math.isfinite(value)):
            self._invalid(name)
            return None
        return cast(float, value)

    def _length(self, source: Mapping[str, Any], name: str) -> int | None:
        value = self._number(source, name)
        if value is not None and (value < 0 or value != int(value)):
            self._invalid(name)
            return None
        return None if value is None else int(value)

    def _pattern(self, validate: Mapping[str, Any]) -> str | None:
        known = {"email": EMAIL, "phone": PHONE}.get(str(validate.get("validationType")))
        pattern = known or validate.get("pattern")
        if not pattern:
            return None
        if not isinstance(pattern, str):
            self._invalid("pattern")
            return None
        try:
            compile_pattern(pattern)
        except PatternRefused as refused:
            self._error(
                "invalid_pattern",
                f"格式规则无法使用({refused})。请改写,不要用环视和反向引用。",
                f"The pattern cannot be used ({refused}). Rewrite it, without look-around and back-references.",
            )
        return pattern

    def _options(self) -> tuple[tuple[Any, str], ...]:
        if self._type not in CHOICES | MULTIPLE_CHOICES or self._component.get("valuesKey"):
            return ()
        values = self._component.get("values")
        options = [_option(each) for each in values] if isinstance(values, list) else []
        known = [option for option in options if option is not None]
        distinct = {(type(value), value) for value, _ in known}
        if not known or len(known) < len(options) or len(distinct) < len(known):
            self._error(
                "invalid_options",
                "选项为空、无效或重复(不支持 valuesExpression)。请列出不同的选项,或填写 valuesKey。",
                "The options are missing, not valid or repeated (valuesExpression is not supported). List different "
                "options or give a valuesKey.",
            )
        return tuple(known)

    def _is_multiple(self) -> bool:
        if self._type in MULTIPLE_CHOICES or self._type == FILES:
            return True
        return self._type in PICKERS and self._flag(self._component, "multiple")

    def _properties(self) -> Mapping[str, Any]:
        """The custom properties of the schema and every setting that has no field of its own."""
        custom = self._component.get("properties")
        own = {name: value for name, value in self._component.items() if name not in _HANDLED | {"properties"}}
        return {**(custom if isinstance(custom, dict) else {}), **own}

    def _check_bounds(self, field: FormField) -> None:
        pairs = ((field.min, field.max), (field.min_length, field.max_length))
        if any(low is not None and high is not None and low > high for low, high in pairs):
            self._error(
                "bounds_out_of_order",
                "下限大于上限,任何值都无法通过。请修改。",
                "The lower bound is above the upper one, so no value is right. Change them.",
            )

    def _check_date(self) -> None:
        if self._type != "datetime":
            return
        if self._component.get("subtype", "date") not in DATE_SUBTYPES:
            self._invalid("subtype")
        if self._component.get("disallowPassedDates"):
            self._error(
                "unsupported_date_rule",
                "不支持“不允许过去的日期”。请在流程中用决策检查。",
                'The setting "disallow past dates" is not supported. Check it by a decision in the process.',
            )

    def _invalid(self, name: str) -> None:
        self._error(
            "invalid_setting",
            f"设置 {name} 的值无效(不支持表达式)。请填写固定值。",
            f"The setting {name} has no valid value (expressions are not supported). Give a fixed value.",
        )

    def _error(self, code: str, zh: str, en: str) -> None:
        self._report.error(code, zh, en, self._key, self._line)


def _option(value: Any) -> tuple[Any, str] | None:
    """(value, label) of an option as form-js has it: an object, or a bare value."""
    if isinstance(value, dict):
        inner, label = value.get("value"), value.get("label")
        return (inner, str(label or inner)) if isinstance(inner, _OPTION_TYPES) else None
    return (value, str(value)) if isinstance(value, _OPTION_TYPES) else None
