"""The office client of workers on other machines: commands and queries by name, files; HTTP Basic, right worker.

It stands beside the desks' API: no cookie, no CSRF token, and no page may call it, for only JSON with credentials is
taken. What is said here is fenced by the task: who has lost the lease of a task does nothing for it any more.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.domain.errors import InvalidInput, LockLost, NotAllowed, NotSignedIn
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.values import Actor, Right
from app.office.calls import office_command, office_query
from app.web.errors import register_errors
from app.web.house import house

blueprint = Blueprint("office_client", __name__, url_prefix="/api/office-client")
register_errors(blueprint)


@blueprint.post("/tasks/<task_id>/<name>")
def command(task_id: str, name: str) -> Response:
    """Carry out a command for an external task that is leased."""
    actor = _worker()
    if not house().door.ask(ExternalTaskQuery(ids=(task_id,), locked=True), actor).rows:
        raise LockLost("任务已不在您手中", f"external task {task_id} is not leased")
    return jsonify(office_command(house().door, actor, task_id, name, _arguments()))


@blueprint.post("/queries/<name>")
def query(name: str) -> Response:
    """Answer a query."""
    return jsonify(office_query(house().door, _worker(), name, _arguments()))


@blueprint.get("/files/<sha256>")
def file(sha256: str) -> Response:
    """The content of a stored file."""
    _worker()
    return Response(house().files.get(sha256), mimetype="application/octet-stream")


def _worker() -> Actor:
    """The machine account that calls. Raises `NotSignedIn`, `NotAllowed`."""
    given = request.authorization
    if given is None or given.type != "basic" or not given.username:
        raise NotSignedIn("请提供用户名和密码", "Basic authentication is required")
    actor = house().identity.check_basic(given.username, given.password or "", request.remote_addr or "")
    if not actor.may(Right.WORKER):
        raise NotAllowed("需要工作者权限", f"{actor.user_id} is no worker")
    return actor


def _arguments() -> dict[str, Any]:
    values = request.get_json(silent=True)
    if not isinstance(values, dict):
        raise InvalidInput("请求内容应为 JSON 对象", "the body must be a JSON object")
    return values
