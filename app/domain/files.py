"""The files that a value refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.values import FileRef


def file_refs(value: Any) -> Iterator[FileRef]:
    """Every file a value refers to, however deep: `FileRef`, or the form's `{sha256, name, media_type, size}`."""
    if isinstance(value, FileRef):
        yield value
    elif isinstance(value, dict):
        if isinstance(value.get("sha256"), str):
            yield FileRef(
                value["sha256"],
                str(value.get("name") or "file"),
                str(value.get("media_type") or "application/octet-stream"),
                int(value.get("size") or 0),
            )
        else:
            for part in value.values():
                yield from file_refs(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from file_refs(part)
