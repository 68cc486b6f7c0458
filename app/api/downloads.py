"""Binary answers: always a download, never a page, whatever the content says it is."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response


def download(content: bytes, filename: str, media_type: str = "application/octet-stream") -> Response:
    """The bytes as a file to keep."""
    response = Response(content, content_type=media_type)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", filename)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def plain_text(text: str) -> Response:
    """Text for people, such as the details of an error."""
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
