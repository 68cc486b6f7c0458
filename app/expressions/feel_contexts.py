"""FEEL's functions on contexts (DMN 1.3, 10.3.4.7; `context` and `context put` with several keys: DMN 1.4)."""

from __future__ import annotations

from app.expressions.feel_signature import signature
from app.expressions.runtime import Run, Value, too_complex

_MAX_KEYS = 100


def _get_value(run: Run, context: dict[str, Value], key: str) -> Value:
    return context.get(key)


def _get_entries(run: Run, context: dict[str, Value]) -> list[Value]:
    return run.items([{"key": key, "value": value} for key, value in context.items()])


def _context(run: Run, entries: list[Value]) -> dict[str, Value] | None:
    """The context of a list of `{key, value}`; null for a key that is no string or occurs twice."""
    run.check_items(len(entries))
    built: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry:
            return None
        key = entry.get("key")
        if not isinstance(key, str) or key in built:
            return None
        built[key] = entry["value"]
    return built


def _put(run: Run, context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    run.check_items(len(context) + 1)
    return {**context, key: value}


def _put_deep(run: Run, context: dict[str, Value], keys: list[Value], value: Value) -> dict[str, Value] | None:
    """A copy with the entry at the end of the path changed; null where the path leaves the contexts."""
    if len(keys) > _MAX_KEYS:
        raise too_complex("键的个数", "keys", _MAX_KEYS)
    if not keys or not isinstance(keys[0], str):
        return None
    if len(keys) == 1:
        return _put(run, context, keys[0], value)
    inner = context.get(keys[0])
    changed = _put_deep(run, inner, keys[1:], value) if isinstance(inner, dict) else None
    return None if changed is None else _put(run, context, keys[0], changed)


def _put_either(run: Run, context: dict[str, Value], key: Value, value: Value) -> dict[str, Value] | None:
    if isinstance(key, list):
        return _put_deep(run, context, key, value)
    return _put(run, context, key, value) if isinstance(key, str) else None


def _merge(run: Run, contexts: list[Value]) -> dict[str, Value] | None:
    if not all(isinstance(context, dict) for context in contexts):
        return None
    run.check_items(sum(map(len, contexts)))
    merged: dict[str, Value] = {}
    for context in contexts:
        merged |= context
    return merged


SIGNATURES = (
    signature("get value", "m: context, key: string", _get_value),
    signature("get entries", "m: context", _get_entries),
    signature("context", "entries: list", _context),
    signature("context put", "context: context, key: any, value: any", _put_either),
    signature("context put", "context: context, keys: list, value: any", _put_deep),
    signature("context merge", "contexts: list", _merge),
)
