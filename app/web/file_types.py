"""What a file is by its content, and which kinds the office takes; the name alone proves nothing."""

from __future__ import annotations

import io
import zipfile

from app.domain.errors import InvalidInput

_OFFICE_XML = "application/vnd.openxmlformats-officedocument."
_SIGNATURES: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"%PDF-", "application/pdf", frozenset({"pdf"})),
    (b"\x89PNG\r\n\x1a\n", "image/png", frozenset({"png"})),
    (b"\xff\xd8\xff", "image/jpeg", frozenset({"jpg", "jpeg"})),
    (b"GIF8", "image/gif", frozenset({"gif"})),
    (b"II*\x00", "image/tiff", frozenset({"tif", "tiff"})),
    (b"MM\x00*", "image/tiff", frozenset({"tif", "tiff"})),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
        frozenset({"doc", "xls", "ppt", "wps", "et", "dps"}),
    ),
)
_PACKAGES: tuple[tuple[str, str, str], ...] = (
    ("word/", f"{_OFFICE_XML}wordprocessingml.document", "docx"),
    ("xl/", f"{_OFFICE_XML}spreadsheetml.sheet", "xlsx"),
    ("ppt/", f"{_OFFICE_XML}presentationml.presentation", "pptx"),
    ("OFD.xml", "application/ofd", "ofd"),
)
_TEXTS = {"txt": "text/plain", "csv": "text/csv", "md": "text/plain"}
_ACTIVE = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")


def checked_media_type(name: str, content: bytes) -> str:
    """The media type by content. Raises `InvalidInput` where the kind is not taken, or name and content disagree.

    Taken are PDF, OFD, Office and WPS documents, pictures, plain text and archives of such (`zip`).
    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if not content:
        raise InvalidInput("文件是空的", "the file is empty", "file")
    media_type = _by_signature(suffix, content) or _by_package(suffix, content) or _by_text(suffix, content)
    if media_type is None:
        raise InvalidInput(f"不接收这种文件：{name}", f"files like {name} are not taken", "file")
    return media_type


def _by_signature(suffix: str, content: bytes) -> str | None:
    for start, media_type, suffixes in _SIGNATURES:
        if content.startswith(start):
            return media_type if suffix in suffixes else None
    return None


def _by_package(suffix: str, content: bytes) -> str | None:
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except zipfile.BadZipFile:
        return None
    for inside, media_type, expected in _PACKAGES:
        if any(each.startswith(inside) for each in names):
            return media_type if suffix == expected else None
    return "application/zip" if suffix == "zip" else None


def _by_text(suffix: str, content: bytes) -> str | None:
    media_type = _TEXTS.get(suffix)
    if media_type is None or b"\x00" in content or content.lstrip()[:64].lower().startswith(_ACTIVE):
        return None
    return media_type
