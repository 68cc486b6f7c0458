"""FEEL's functions on strings and booleans, and the conversion to string (DMN 1.3, 10.3.4)."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal

from app.expressions.feel_signature import signature
from app.expressions.runtime import Run, Value, too_complex
from app.expressions.values import as_whole, plain_text, zoned_text

_PLAIN_KEY = re.compile(r"\w(?:[\w '.+*/-]*\w)?")


def _substring(run: Run, text: str, start: Decimal, length: Decimal | None) -> str | None:
    """Characters from a position counted from 1, or from the end where it is negative."""
    position, count = as_whole(start), None if length is None else as_whole(length)
    if position is None or position == 0 or abs(position) > len(text) or (length is not None and count is None):
        return None
    begin = position - 1 if position > 0 else len(text) + position
    if count is None:
        return run.text(text[begin:])
    return run.text(text[begin : begin + count]) if count >= 1 else None


def _before(run: Run, text: str, part: str) -> str:
    run.check_text(len(text))
    at = text.find(part)
    return run.text(text[:at]) if at >= 0 else ""


def _after(run: Run, text: str, part: str) -> str:
    run.check_text(len(text))
    at = text.find(part)
    return run.text(text[at + len(part) :]) if at >= 0 else ""


def _upper(run: Run, text: str) -> str:
    run.check_text(3 * len(text))
    return text.upper()


def _lower(run: Run, text: str) -> str:
    run.check_text(3 * len(text))
    return text.lower()


def _contains(run: Run, text: str, part: str) -> bool:
    run.check_text(len(text))
    return part in text


def _join(run: Run, items: list[Value], delimiter: str | None) -> str | None:
    run.spend(len(items))
    texts = [item for item in items if item is not None]
    if not all(isinstance(text, str) for text in texts):
        return None
    glue = delimiter or ""
    run.check_text(sum(map(len, texts)) + len(glue) * max(len(texts) - 1, 0))
    return glue.join(texts)


def to_text(run: Run, value: Value) -> str | None:
    """FEEL's `string()`: simple values as their literals, lists and contexts with theirs inside."""
    if value is None:
        return None
    return run.text(value) if isinstance(value, str) else _write(run, value, 0)


def _write(run: Run, value: Value, depth: int) -> str:
    if depth > 100:
        raise too_complex("嵌套层数", "levels of data", 100)
    run.spend(1)
    if isinstance(value, str):
        return run.text(_quoted(value))
    if isinstance(value, list):
        return run.text("[" + _written(run, [_write(run, item, depth + 1) for item in value]) + "]")
    if isinstance(value, dict):
        parts = [f"{_key(key)}: {_write(run, item, depth + 1)}" for key, item in value.items()]
        return run.text("{" + _written(run, parts) + "}")
    if isinstance(value, (datetime, time)):
        return zoned_text(value)
    return plain_text(value) or "null"


def _key(name: str) -> str:
    """The name of an entry, in quotes where FEEL could not read it otherwise."""
    return name if _PLAIN_KEY.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _written(run: Run, parts: list[str]) -> str:
    run.check_text(sum(map(len, parts)) + 2 * len(parts))
    return ", ".join(parts)


def _not(run: Run, value: Value) -> bool | None:
    return not value if isinstance(value, bool) else None


SIGNATURES = (
    signature("substring", "string: string, start position: number, length: number?", _substring),
    signature("string length", "string: string", lambda run, text: Decimal(len(text))),
    signature("upper case", "string: string", _upper),
    signature("lower case", "string: string", _lower),
    signature("substring before", "string: string, match: string", _before),
    signature("substring after", "string: string, match: string", _after),
    signature("contains", "string: string, match: string", _contains),
    signature("starts with", "string: string, match: string", lambda run, text, part: text.startswith(part)),
    signature("ends with", "string: string, match: string", lambda run, text, part: text.endswith(part)),
    signature("string join", "list: list, delimiter: string?", _join),
    signature("string", "from: any", to_text),
    signature("not", "negand: any", _not),
)
