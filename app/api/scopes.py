"""Single variables of a scope: looking one up, its binary content, uploads."""

from __future__ import annotations

from flask import Response

from app.api.call import Call, nothing_here
from app.api.downloads import download
from app.api.instances import scope_variables
from app.api.variables import stored_file
from app.domain.errors import InvalidInput
from app.domain.values import FileRef, TypedValue


def wants_decoded(call: Call, name: str) -> bool:
    """Whether objects come decoded: yes, unless the client says no."""
    return call.query.flag(name) is not False


def one_variable(call: Call, scope_id: str, name: str, owner: str) -> TypedValue:
    """A variable of a scope, or Camunda's 404."""
    found = scope_variables(call, (scope_id,), name)
    if not found:
        raise nothing_here(f"{owner} variable with name {name} does not exist")
    return found[0].value


def binary_answer(call: Call, name: str, typed: TypedValue) -> Response:
    """The content of a file or of bytes as a download. Raises `InvalidInput` for any other type."""
    match typed.value:
        case FileRef() as file:
            return download(call.house.files.get(file.sha256), file.name, file.media_type)
        case bytes() as content:
            return download(content, name)
        case _:
            raise InvalidInput(
                f"变量 {name} 不是文件", f"Value of variable with name {name} is not a binary value.", name
            )


def uploaded(call: Call, name: str) -> TypedValue:
    """The variable of a multipart body: part `data`, and `valueType` File or Bytes (without it Bytes)."""
    kind = (call.request.form.get("valueType") or "Bytes").capitalize()
    file = call.request.files.get("data")
    content = file.read() if file is not None else call.request.form.get("data", "").encode()
    if file is None and "data" not in call.request.form:
        raise InvalidInput("缺少 data 部分", "No content in multipart upload: part 'data' is missing", "data")
    match kind:
        case "Bytes":
            return TypedValue("Bytes", content)
        case "File":
            media_type = file.mimetype if file is not None else None
            return stored_file((file and file.filename) or name, media_type, content, call.house.files)
        case _:
            raise InvalidInput(f"valueType {kind} 无效", f"Unsupported value type '{kind}' for an upload", "valueType")
