"""The web application: Banli's own API, the event stream and the built front-end."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, Flask

from app.domain.errors import NotFound
from app.web import office_client
from app.web.errors import register_errors
from app.web.guard import admit, protect
from app.web.house import WebHouse, hold
from app.web.resources import (
    absences,
    ad_hoc,
    calendar,
    definitions,
    files,
    giving_back,
    instances,
    mending,
    models,
    notices,
    office,
    people,
    picking,
    session,
    settings,
    starting,
    stream,
    tasks,
)
from app.web.ui import blueprint as ui

MAX_REQUEST = 64 * 1024 * 1024
"""Bytes of one request: the largest file and its frame."""

_AREAS = (
    session,
    stream,
    tasks,
    giving_back,
    notices,
    starting,
    files,
    picking,
    instances,
    mending,
    ad_hoc,
    definitions,
    models,
    people,
    absences,
    calendar,
    settings,
    office,
)


def create_web(held: WebHouse) -> Flask:
    """The application; `app.bootstrap` adds `/engine-rest` to it."""
    app = Flask("app.web", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST, MAX_FORM_MEMORY_SIZE=MAX_REQUEST)
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # the default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined] # the default provider has it
    hold(app.extensions, held)
    api = Blueprint("web", __name__, url_prefix="/api")
    api.before_request(admit)
    register_errors(api)
    for area in _AREAS:
        api.register_blueprint(area.blueprint)
    api.add_url_rule("/<path:unknown>", view_func=_unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    app.register_blueprint(api)
    app.register_blueprint(office_client.blueprint)
    app.register_blueprint(ui)
    app.after_request(protect)
    return app


def _unknown(unknown: str) -> NoReturn:
    """Else the page of the front-end would answer."""
    raise NotFound("没有这个地址", f"there is no /api/{unknown}")
