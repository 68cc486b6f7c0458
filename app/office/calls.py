"""The office client's calls by name, in plain JSON: the same for workers in this process and over HTTP."""

from __future__ import annotations

import base64
import binascii
import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.domain.errors import InvalidInput, NotFound
from app.domain.ports.door import Door
from app.domain.queries import office as queries
from app.domain.values import Actor, Right
from app.office.handlers import WORKER_HANDLERS
from app.office.plain import needed_moment, plain

WORKER_ACTOR = Actor("workers", frozenset({Right.WORKER}))
"""Who acts when a worker of this process calls."""

COMMANDS: Mapping[str, type[Any]] = {command.__name__: command for command in WORKER_HANDLERS}
QUERIES: Mapping[str, type[Any]] = {
    query.__name__: query
    for query in (
        queries.TopicFileQuery,
        queries.MeetingFileQuery,
        queries.NamesQuery,
        queries.MeetingsHeldQuery,
        queries.VerifyArchive,
    )
}


def office_command(engine: Door, actor: Actor, task_id: str, name: str, arguments: Mapping[str, Any]) -> Any:
    """Carry out a command for an external task; answers plain JSON. Raises as the command does, `NotFound`."""
    kind = _known(COMMANDS, name)
    return engine.execute(_built(kind, {**arguments, "task_id": task_id}), actor)


def office_query(engine: Door, actor: Actor, name: str, arguments: Mapping[str, Any]) -> Any:
    """Answer a query in plain JSON."""
    answer = engine.ask(_built(_known(QUERIES, name), arguments), actor)
    return plain(asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else answer)


def _known(kinds: Mapping[str, type[Any]], name: str) -> type[Any]:
    if name not in kinds:
        raise NotFound(f"没有这个调用：{name}", f"the office has no call {name}")
    return kinds[name]


def _built(kind: type[Any], arguments: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    unknown = sorted(arguments.keys() - known)
    if unknown:
        raise InvalidInput(f"多余的参数：{unknown[0]}", f"{kind.__name__} has no {unknown[0]}", unknown[0])
    try:
        return kind(**{name: _read(hints[name], value, name) for name, value in arguments.items()})
    except TypeError as error:
        raise InvalidInput("缺少参数", f"{kind.__name__}: {error}") from error


def _read(hint: Any, value: Any, name: str) -> Any:
    """JSON to what the field wants: moments, bytes, tuples; plain types are checked."""
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return None
        hint = next(each for each in get_args(hint) if each is not type(None))
    if hint is datetime:
        return needed_moment(value, name)
    if hint is bytes:
        return _bytes(value, name)
    if get_origin(hint) is tuple:
        return tuple(value) if isinstance(value, list | tuple) else (value,)
    if hint in (str, int, bool) and (not isinstance(value, hint) or (hint is int and isinstance(value, bool))):
        raise InvalidInput(f"参数类型不对：{name}", f"{name} is no {hint.__name__}: {value!r}", name)
    return value


def _bytes(value: Any, name: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise InvalidInput(f"内容不是 base64：{name}", f"{name} is no base64", name) from error
