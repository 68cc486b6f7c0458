"""Checks one submitted value against its field, by type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from app.definitions.form_vocabulary import CHOICES, FILES, MULTIPLE_CHOICES, PICKERS, TEXTS
from app.definitions.patterns import Pattern, compile_pattern
from app.domain.model.form import FormField
from app.domain.text import Text

MAX_TEXT = 100_000
MAX_PATTERN_TEXT = 2000
"""A longer text is not matched against a pattern, so that matching stays within milliseconds."""
MAX_KEY = 255
MAX_NUMBER = 10**30
MAX_ITEMS = 1000

_SHA256 = re.compile(r"[0-9a-f]{64}")
_OFFSET = r"(Z|[+-]\d\d:\d\d)?"
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?" + _OFFSET, re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(_DATE.pattern + "T" + _TIME.pattern, re.ASCII)


class Wrong(Exception):
    """The value is wrong; `text` says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def check_value(field: FormField, value: Any, context: Mapping[str, Any]) -> Any:
    """The cleaned value of a field that is not empty. Raises `Wrong`."""
    if field.type in TEXTS:
        return _text(field, value)
    if field.type in CHOICES:
        return _choice(field, value, context)
    if field.type in MULTIPLE_CHOICES:
        return [_choice(field, each, context) for each in _distinct(field, value)]
    if field.type in PICKERS:
        return [_key(field, each) for each in _distinct(field, value)] if field.multiple else _key(field, value)
    return _OTHERS[field.type](field, value)


def _text(field: FormField, value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"“{field.label}”应为文字。", f'"{field.label}" must be a text.')
    longest = min(field.max_length or MAX_TEXT, MAX_PATTERN_TEXT if field.pattern else MAX_TEXT)
    if len(value) > longest:
        raise Wrong(f"“{field.label}”最多 {longest} 个字。", f'"{field.label}" may have {longest} characters at most.')
    if field.min_length is not None and len(value) < field.min_length:
        shortest = field.min_length
        raise Wrong(f"“{field.label}”至少 {shortest} 个字。", f'"{field.label}" needs {shortest} characters at least.')
    if field.pattern and not _compiled(field.pattern).search(value):
        raise Wrong(f"“{field.label}”的格式不对。", f'"{field.label}" does not have the right format.')
    return value


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> Pattern:
    return compile_pattern(pattern)


def _number(field: FormField, value: Any) -> Any:
    number = _decimal(field, value)
    digits = field.properties.get("decimalDigits")
    exponent = number.as_tuple().exponent
    if isinstance(digits, int) and isinstance(exponent, int) and -exponent > digits:
        raise Wrong(
            f"“{field.label}”最多 {digits} 位小数。", f'"{field.label}" may have {digits} decimal digits at most.'
        )
    if field.min is not None and number < Decimal(str(field.min)):
        raise Wrong(f"“{field.label}”不能小于 {field.min}。", f'"{field.label}" may not be below {field.min}.')
    if field.max is not None and number > Decimal(str(field.max)):
        raise Wrong(f"“{field.label}”不能大于 {field.max}。", f'"{field.label}" may not be above {field.max}.')
    return value


def _decimal(field: FormField, value: Any) -> Decimal:
    as_text = field.properties.get("serializeToString") is True
    allowed = (str,) if as_text else (int, float, Decimal)
    wrong = Wrong(f"“{field.label}”应为数字。", f'"{field.label}" must be a number.')
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise wrong
    if isinstance(value, int | float) and not abs(value) < MAX_NUMBER:  # not a number and infinity fail this as well
        raise wrong
    text = str(value)
    if len(text) > 40 or not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", text, re.ASCII):
        raise wrong
    return Decimal(text)


def _checkbox(field: FormField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"“{field.label}”应为是或否。", f'"{field.label}" must be yes or no.')
    return value


def _choice(field: FormField, value: Any, context: Mapping[str, Any]) -> Any:
    """One of the options; `valuesKey` takes them from the variables the form was opened with."""
    options = [option for option, _ in field.options]
    source = field.properties.get("valuesKey")
    if isinstance(source, str) and source:
        listed = context.get(source)
        options = [_option(each) for each in listed] if isinstance(listed, list | tuple) else []
    if not any(type(value) is type(option) and value == option for option in options):
        raise Wrong(f"“{field.label}”的选项无效,请重新选择。", f'"{field.label}" has no such option. Choose again.')
    return value


def _option(value: Any) -> Any:
    return value.get("value") if isinstance(value, Mapping) else value


def _distinct(field: FormField, value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MAX_ITEMS:
        raise Wrong(f"“{field.label}”应为列表。", f'"{field.label}" must be a list.')
    if any(value.index(each) != index for index, each in enumerate(value)):
        raise Wrong(f"“{field.label}”中有重复的项。", f'"{field.label}" names something twice.')
    return value


def _key(field: FormField, value: Any) -> str:
    """What a picker gives: the id of a person, group or register entry; whether it exists is the engine's question."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_KEY:
        raise Wrong(f"“{field.label}”应为一个选定的项。", f'"{field.label}" must be one chosen entry.')
    return value


def _date_time(field: FormField, value: Any) -> str:
    subtype = str(field.properties.get("subtype", "date"))
    written, parse, zh, en = _TIMES[subtype]
    wrong = Wrong(f"“{field.label}”应为{zh}。", f'"{field.label}" must be {en}.')
    if not isinstance(value, str) or not written.fullmatch(value):
        raise wrong
    try:
        parse(value)
    except ValueError as error:
        raise wrong from error
    return value


_TIMES = {
    "date": (_DATE, date.fromisoformat, "日期(2026-03-01)", "a date (2026-03-01)"),
    "time": (_TIME, time.fromisoformat, "时间(09:30)", "a time (09:30)"),
    "datetime": (
        _DATE_TIME,
        datetime.fromisoformat,
        "日期和时间(2026-03-01T09:30)",
        "a date and time (2026-03-01T09:30)",
    ),
}


def _files(field: FormField, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > MAX_ITEMS:
        raise Wrong(f"“{field.label}”应为文件列表。", f'"{field.label}" must be a list of files.')
    if len(value) < (field.min or 0) or len(value) > (field.max or MAX_ITEMS):
        raise Wrong(f"“{field.label}”的文件数量不对。", f'"{field.label}" does not have the right number of files.')
    return [_file(field, each) for each in value]


def _file(field: FormField, value: Any) -> dict[str, Any]:
    """`{sha256, name, media_type, size}` as the upload answered; whether the file is there is the engine's question."""
    parts = value if isinstance(value, Mapping) else {}
    sha256, name, size = parts.get("sha256"), parts.get("name"), parts.get("size")
    media_type = parts.get("media_type", "application/octet-stream")
    texts = all(isinstance(text, str) and 0 < len(text) <= MAX_KEY for text in (sha256, name, media_type))
    if not texts or type(size) is not int or size < 0 or not _SHA256.fullmatch(str(sha256)):
        raise Wrong(
            f"“{field.label}”中有无效的文件,请重新上传。", f'"{field.label}" holds an invalid file. Upload it again.'
        )
    return {"sha256": sha256, "name": name, "media_type": media_type, "size": size}


_OTHERS = {"number": _number, "checkbox": _checkbox, "datetime": _date_time, FILES: _files}
