"""Files up and down: checked by content, kept once, given only to those who may see the case."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Blueprint, Response, request

from app.domain.commands.file import NoteUpload
from app.domain.errors import InvalidInput, NotFound
from app.domain.queries.file import FileQuery
from app.web.answers import Json, ask
from app.web.body import Arguments, no_arguments
from app.web.file_types import checked_media_type
from app.web.guard import actor
from app.web.house import house

blueprint = Blueprint("files", __name__)

MAX_FILE = 50 * 1024 * 1024
"""Bytes of one file."""


@blueprint.post("/files")
def upload() -> Json:
    """Keep one file; the answer is what a form's file list holds."""
    no_arguments()
    who = actor()
    files = [*request.files.items(multi=True)]
    if len(files) != 1 or files[0][0] != "file" or request.form:
        raise InvalidInput("请上传一个文件（字段 file）", "send exactly one file in the field `file`", "file")
    content = files[0][1].stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise InvalidInput("文件超过 50 MB", "the file is larger than 50 MB", "file")
    name = _safe_name(files[0][1].filename or "")
    media_type = checked_media_type(name, content)
    sha256 = house().files.put(content)
    house().door.execute(NoteUpload(sha256, name, media_type, len(content)), who)
    return {"sha256": sha256, "name": name, "media_type": media_type, "size": len(content)}


@blueprint.get("/files/<sha256>")
def download(sha256: str) -> Response:
    """Give a file to whoever may see a case that refers to it; always as an attachment, never shown in place."""
    arguments = Arguments()
    instance_id, name = arguments.text("instance"), arguments.text("name")
    arguments.end()
    found = ask(FileQuery(sha256, instance_id))
    if found is None:
        raise NotFound("没有这个文件", "there is no such file")
    response = Response(house().files.get(sha256), mimetype=found.media_type)
    response.headers["Content-Disposition"] = _attachment(_safe_name(name or found.name))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _attachment(name: str) -> str:
    """RFC 6266: the name in UTF-8, and something plain for who cannot read it."""
    suffix = name.rpartition(".")[2]
    plain = f"file.{suffix}" if suffix.isascii() and suffix.isalnum() else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe_name(name: str) -> str:
    """The last part of a path, without control characters. Raises `InvalidInput` where nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    if not kept or len(kept) > 200:
        raise InvalidInput("文件名不正确", "the name of the file is empty or too long", "file")
    return kept
