"""FEEL's functions on strings, booleans and contexts, and its conversions to string (DMN 1.3, 10.3.4)."""

from __future__ import annotations

from decimal import Decimal

from app.expressions.feel_signature import signature
from app.expressions.runtime import Run, Value, too_complex
from app.expressions.values import as_integer, plain_text

_REGEX_SIGNS = frozenset("\\^$.|?*+()[]{}")


def _substring(run: Run, text: str, start: Decimal, length: Decimal | None) -> str | None:
    """Characters from a position counted from 1, or from the end where it is negative."""
    position, count = as_integer(start), None if length is None else as_integer(length)
    if position is None or position == 0 or abs(position) > len(text) or (length is not None and count is None):
        return None
    begin = position - 1 if position > 0 else len(text) + position
    if count is None:
        return run.text(text[begin:])
    return run.text(text[begin : begin + count]) if count >= 1 else None


def _before(run: Run, text: str, part: str) -> str:
    at = text.find(part)
    return run.text(text[:at]) if at >= 0 else ""


def _after(run: Run, text: str, part: str) -> str:
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


def _split(run: Run, text: str, delimiter: str) -> list[str] | None:
    """Pieces between plain delimiters. A delimiter with signs of a regular expression needs a backslash before each."""
    plain = _plain_delimiter(delimiter)
    if not plain:
        return None
    run.check_items(text.count(plain) + 1)
    run.check_text(len(text))
    return text.split(plain)


def _plain_delimiter(delimiter: str) -> str | None:
    """The delimiter as literal text, or None where it is a real regular expression."""
    plain, escaped = "", False
    for char in delimiter:
        if not escaped and char == "\\":
            escaped = True
            continue
        if escaped != (char in _REGEX_SIGNS):
            return None
        plain, escaped = plain + char, False
    return None if escaped else plain


def _join(run: Run, items: list[Value], delimiter: str | None) -> str | None:
    texts = [item for item in items if item is not None]
    if not all(isinstance(text, str) for text in texts):
        return None
    glue = delimiter or ""
    run.spend(len(texts))
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
        return run.text('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"')
    if isinstance(value, list):
        return run.text("[" + _written(run, [_write(run, item, depth + 1) for item in value]) + "]")
    if isinstance(value, dict):
        parts = [f"{key}: {_write(run, item, depth + 1)}" for key, item in value.items()]
        return run.text("{" + _written(run, parts) + "}")
    return plain_text(value) or "null"


def _written(run: Run, parts: list[str]) -> str:
    run.check_text(sum(map(len, parts)) + 2 * len(parts))
    return ", ".join(parts)


def _not(run: Run, value: Value) -> bool | None:
    return not value if isinstance(value, bool) else None


def _get_value(run: Run, context: dict[str, Value], key: str) -> Value:
    return context.get(key)


def _get_entries(run: Run, context: dict[str, Value]) -> list[Value]:
    return run.items([{"key": key, "value": value} for key, value in context.items()])


def _context_put(run: Run, context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    run.check_items(len(context) + 1)
    return {**context, key: value}


def _context_merge(run: Run, contexts: list[Value]) -> dict[str, Value] | None:
    if not all(isinstance(context, dict) for context in contexts):
        return None
    run.check_items(sum(map(len, contexts)))
    merged: dict[str, Value] = {}
    for context in contexts:
        merged |= context
    return merged


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
    signature("split", "string: string, delimiter: string", _split),
    signature("string join", "list: list, delimiter: string?", _join),
    signature("string", "from: any", to_text),
    signature("not", "negand: any", _not),
    signature("get value", "m: context, key: string", _get_value),
    signature("get entries", "m: context", _get_entries),
    signature("context put", "context: context, key: string, value: any", _context_put),
    signature("context merge", "contexts: list", _context_merge),
)
