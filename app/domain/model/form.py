"""A form-js form as frozen data: what the server checks again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FormField:
    """One input of a form; `type` is form-js's (textfield, number, select, ...) or one of Banli's pickers.

    `key` is the path of the value in the submitted data; dots lead into nested objects, as in form-js.
    """

    key: str
    type: str
    label: str
    required: bool = False
    read_only: bool = False
    min: float | None = None
    max: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    options: tuple[tuple[Any, str], ...] = ()
    """(value, label) of select, radio and checklist."""
    multiple: bool = False
    hide_when: str | None = None
    """FEEL text without the leading ``=``; a hidden field is not required and its value is dropped.

    Conditions of the groups around a field are part of it.
    """
    default: Any = None
    fields: tuple[FormField, ...] = ()
    """Of a dynamic list: the fields of each row, their keys relative to the row."""
    line: int | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    """What else the schema says (group of a user picker, reference kind, ...)."""


@dataclass(frozen=True, slots=True)
class FormModel:
    """One form: its id, its fields and the schema the browser draws."""

    id: str
    name: str | None
    fields: tuple[FormField, ...]
    schema: Mapping[str, Any]
