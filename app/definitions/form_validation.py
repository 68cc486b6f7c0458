"""The server's own check of what a browser sends with a form; the browser's check is only a convenience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.definitions.form_values import Wrong, check_value
from app.definitions.form_vocabulary import LIST
from app.domain.errors import FieldProblem
from app.domain.model.form import FormField, FormModel
from app.domain.text import Text

MAX_ROWS = 1000

IsHidden = Callable[[str, Mapping[str, Any]], bool]


def validate_form(
    form: FormModel, values: Mapping[str, Any], is_hidden: IsHidden, context: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], tuple[FieldProblem, ...]]:
    """The cleaned values and what is wrong with them.

    Unknown, read-only and hidden fields are dropped; empty texts and lists count as missing; a missing field is not in
    the cleaned values. `is_hidden(condition, data)` evaluates FEEL. `data` is `context` (the variables the form was
    opened with; also the source of `valuesKey` options), then the submitted values without those of fields further up
    that are hidden, and in a row of a dynamic list the row's values, `this` (the row) and `parent`.
    """
    checker = _Checker(is_hidden, context or {})
    cleaned = checker.fields(form.fields, values, {}, "")
    return cleaned, tuple(checker.problems)


class _Checker:
    """One check of one submission."""

    def __init__(self, is_hidden: IsHidden, context: Mapping[str, Any]) -> None:
        self._is_hidden = is_hidden
        self._context = context
        self.problems: list[FieldProblem] = []

    def fields(
        self, fields: tuple[FormField, ...], values: Mapping[str, Any], outer: Mapping[str, Any], prefix: str
    ) -> dict[str, Any]:
        """The cleaned values of one level: the form, or a row of a list."""
        visible, cleaned = values, dict[str, Any]()
        for field in fields:
            if field.read_only or self._hides(field, visible, outer):
                visible = _without(visible, field.key.split("."))
                continue
            value = self._value(field, _find(values, field.key), {**outer, **visible}, prefix + field.key)
            if value is not None:
                _put(cleaned, field.key.split("."), value)
        return cleaned

    def _hides(self, field: FormField, visible: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        if field.hide_when is None:
            return False
        # As form-js: a bare name is a field of the form; those of the row are `this.name`.
        own = {**outer, "this": visible, "parent": outer} if outer else visible
        return self._is_hidden(field.hide_when, {**self._context, **own})

    def _value(self, field: FormField, value: Any, scope: Mapping[str, Any], path: str) -> Any:
        if field.type == LIST:
            return self._rows(field, value, scope, path)
        if value in (None, "", [], {}) or (field.type == "checkbox" and value is False and field.required):
            if field.required:
                self._report(path, Text(f"请填写“{field.label}”。", f'"{field.label}" is required. Fill it in.'))
            return None
        try:
            return check_value(field, value, self._context)
        except Wrong as wrong:
            self._report(path, wrong.text)
            return None

    def _rows(self, field: FormField, value: Any, scope: Mapping[str, Any], path: str) -> list[dict[str, Any]] | None:
        if value in (None, []):
            return None
        rows = value if isinstance(value, list) else [None]
        if len(rows) > MAX_ROWS or not all(isinstance(row, Mapping) for row in rows):
            self._report(
                path,
                Text(
                    f"“{field.label}”应为列表,最多 {MAX_ROWS} 行。",
                    f'"{field.label}" must be a list of at most {MAX_ROWS} rows.',
                ),
            )
            return None
        return [self.fields(field.fields, row, scope, f"{path}[{index}].") for index, row in enumerate(rows)]

    def _report(self, path: str, text: Text) -> None:
        self.problems.append(FieldProblem(path, text))


def _find(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _put(values: dict[str, Any], path: list[str], value: Any) -> None:
    *outer, last = path
    for part in outer:
        values = values.setdefault(part, {})
    values[last] = value


def _without(values: Mapping[str, Any], path: list[str]) -> Mapping[str, Any]:
    """The values less one; the caller's stay as they are."""
    first, *inner = path
    if not inner:
        return {name: value for name, value in values.items() if name != first}
    below = values.get(first)
    return {**values, first: _without(below, inner)} if isinstance(below, Mapping) else values
