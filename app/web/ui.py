"""The built front-end: files with their hash in the name for ever, the page itself asked for anew each time."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, send_from_directory

from app.web.house import house

blueprint = Blueprint("ui", __name__)

_HASHED = re.compile(r"assets/.+-[A-Za-z0-9_-]{8,}\.\w+")
_MISSING = (
    "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>办理 Banli</title>"
    "<p>前端尚未构建，请运行 make ui。</p><p lang=en>The front-end is not built yet: run make ui.</p></html>"
)


@blueprint.get("/")
@blueprint.get("/<path:path>")
def page(path: str = "") -> Response:
    """A built file, or the one page that draws every other address."""
    folder = house().static
    if path and (folder / path).is_file():
        # send_from_directory refuses every path that leads out of the folder.
        response = send_from_directory(folder, path)
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if _HASHED.fullmatch(path) else "no-cache"
        )
        return response
    if not (folder / "index.html").is_file():
        return make_response(_MISSING, 503)
    response = send_from_directory(folder, "index.html")
    response.headers["Cache-Control"] = "no-cache"
    return response
