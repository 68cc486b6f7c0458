"""Variables on the wire: `{value, type, valueInfo}` in, typed values of the domain, and out again.

Types come capitalised out and with any case of the first letter in; without a type it is inferred as Camunda does.
Json is text on the wire; Object is text, or decoded where the client asks for it (`deserializeValues`).
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.api.dates import read_date, write_date
from app.api.errors import JavaSerializationRefused
from app.api.wire import dumps, loads
from app.domain.errors import InvalidInput
from app.domain.ports.unit_of_work import FileStore
from app.domain.values import FileRef, TypedValue

JSON_FORMAT = "application/json"
_JAVA_FORMAT = "application/x-java-serialized-object"
_INT_BITS = {"Short": 16, "Integer": 32, "Long": 64}
_LIST, _MAP = "java.util.ArrayList", "java.util.LinkedHashMap"


def read_variables(given: Mapping[str, Any], files: FileStore) -> dict[str, TypedValue]:
    """A map of variables. Raises `InvalidInput` naming the variable."""
    return {name: read_variable(name, value, files) for name, value in given.items()}


def read_variable(name: str, given: Any, files: FileStore) -> TypedValue:
    """One variable. A file's content is put into the store here; nobody refers to it until the command commits.

    With `valueInfo.transient` the value is seen until the next wait state and kept nowhere.
    """
    if not isinstance(given, dict):
        raise _wrong(name, "expected an object with value and type")
    info = given.get("valueInfo") or {}
    if not isinstance(info, dict) or info.get("transient") not in (None, True, False):
        raise _wrong(name, "valueInfo must be an object, and transient true or false")
    typed = _read(name, given, info, files)
    return replace(typed, value_info={**typed.value_info, "transient": True}) if info.get("transient") else typed


def _read(name: str, given: Mapping[str, Any], info: Mapping[str, Any], files: FileStore) -> TypedValue:
    value, kind = given.get("value"), given.get("type")
    if not isinstance(kind, str | None):
        raise _wrong(name, "type must be a string")
    kind = inferred_type(value) if not kind else kind[0].upper() + kind[1:]
    if kind == "File":
        return _read_file(name, value, info, files)
    if kind == "Object":
        return _read_object(name, value, info, has_type=bool(given.get("type")))
    reader = _READERS.get(kind)
    if reader is None:
        raise _wrong(name, f"Unsupported value type '{given.get('type')}'")
    if value is None:
        return TypedValue(kind, None)
    try:
        return TypedValue(kind, reader(value))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _wrong(name, f"Cannot convert value {str(value)[:100]!r} to type {kind}: {error}") from error


def inferred_type(value: Any) -> str:
    """Camunda's type of a value that came without one."""
    match value:
        case None:
            return "Null"
        case bool():
            return "Boolean"
        case int():
            return "Integer" if -(2**31) <= value < 2**31 else "Long"
        case float():
            return "Double"
        case str():
            return "String"
        case _:
            return "Object"


def write_variables(values: Mapping[str, TypedValue], deserialize: bool = True) -> dict[str, Any]:
    """A map of variables for an answer."""
    return {name: write_variable(value, deserialize) for name, value in values.items()}


def write_variable(typed: TypedValue, deserialize: bool = True) -> dict[str, Any]:
    """One variable for an answer; the content of files and bytes is fetched by its own address."""
    value, info = typed.value, dict(typed.value_info)
    match value:
        case FileRef():
            info = {"filename": value.name, "mimetype": value.media_type} | info
            value = None
        case datetime():
            value = write_date(value)
        case bytes():
            value = None
        case float() if not math.isfinite(value):
            value = str(value)
    if typed.type == "Json" or (typed.type == "Object" and not deserialize):
        value = None if value is None else dumps(value)
    if typed.type == "Object":
        info = {"objectTypeName": _MAP, "serializationDataFormat": JSON_FORMAT} | info
    return {"type": typed.type, "value": value, "valueInfo": info}


def plain_values(values: Mapping[str, TypedValue]) -> dict[str, Any]:
    """The Python values, for forms: their check knows no types."""
    return {name: typed.value for name, typed in values.items()}


def _read_object(name: str, value: Any, info: Mapping[str, Any], has_type: bool) -> TypedValue:
    data_format = info.get("serializationDataFormat") or JSON_FORMAT
    if data_format == _JAVA_FORMAT:
        raise JavaSerializationRefused(name)
    if data_format != JSON_FORMAT:
        raise _wrong(name, f"Cannot find serializer for data format {data_format}")
    if has_type and isinstance(value, str):
        try:
            value = loads(value)
        except (ValueError, RecursionError) as error:
            raise _wrong(name, f"Cannot convert value to type Object: {error}") from error
    kind = info.get("objectTypeName") or (_LIST if isinstance(value, list) else _MAP)
    return TypedValue("Object", value, {"objectTypeName": str(kind), "serializationDataFormat": JSON_FORMAT})


def _read_file(name: str, value: Any, info: Mapping[str, Any], files: FileStore) -> TypedValue:
    filename = info.get("filename")
    if not filename or not isinstance(filename, str):
        raise _wrong(name, "Cannot convert value to type File: filename is missing in valueInfo")
    content = b"" if value is None else _decoded(name, value)
    return stored_file(filename, info.get("mimetype") or info.get("mimeType"), content, files, info.get("encoding"))


def stored_file(
    filename: str, media_type: str | None, content: bytes, files: FileStore, encoding: str | None = None
) -> TypedValue:
    """A file variable whose content lies in the store."""
    reference = FileRef(files.put(content), filename, media_type or "application/octet-stream", len(content))
    return TypedValue("File", reference, {"encoding": encoding} if encoding else {})


def _decoded(name: str, value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise _wrong(name, "Provided value is not valid base64") from error


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise ValueError("expected true or false")


def _whole(kind: str) -> Callable[[Any], int]:
    bound = 2 ** (_INT_BITS[kind] - 1)

    def read(value: Any) -> int:
        if isinstance(value, bool) or (isinstance(value, float) and value != int(value)):
            raise ValueError("expected a whole number")
        if isinstance(value, str) and len(value) > 20:
            raise ValueError("too long")
        number = int(value)
        if not -bound <= number < bound:
            raise ValueError("out of range")
        return number

    return read


def _double(value: Any) -> float:
    if isinstance(value, bool):
        raise ValueError("expected a number")
    return float(value)


def _number(value: Any) -> int | float:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _double(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a string")
    return value


def _date(value: Any) -> datetime:
    return read_date(_text(value))


def _json(value: Any) -> Any:
    return loads(value) if isinstance(value, str) else value


def _bytes(value: Any) -> bytes:
    return base64.b64decode(_text(value), validate=True)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "Null": lambda value: None,
    "Boolean": _boolean,
    "Short": _whole("Short"),
    "Integer": _whole("Integer"),
    "Long": _whole("Long"),
    "Double": _double,
    "Number": _number,
    "String": _text,
    "Date": _date,
    "Json": _json,
    "Xml": _text,
    "Bytes": _bytes,
}


def _wrong(name: str, why: str) -> InvalidInput:
    return InvalidInput(f"变量 {name} 无效：{why}", f"Cannot set variable '{name}': {why}", name)
