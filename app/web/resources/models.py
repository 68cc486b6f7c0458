"""The designer's desk: models with their versions, dry runs, deploying, going back to an older version."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask import Blueprint

from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.errors import DefinitionInvalid, InvalidInput, NotAllowed, NotFound
from app.domain.queries.common import Sort
from app.domain.queries.definition import DefinitionContentQuery, DefinitionQuery, DefinitionView
from app.domain.queries.process_list import NamesQuery
from app.domain.values import SYSTEM, Right
from app.web.answers import Json, ask, execute
from app.web.body import Arguments, Body, body, no_arguments, read_choice
from app.web.errors import problem_json
from app.web.guard import actor, who
from app.web.house import house
from app.web.views.companions import with_companions
from app.web.views.lights import iso
from app.web.views.people import group_name, person

blueprint = Blueprint("models", __name__)

MAX_MODEL = 2 * 1024 * 1024
"""Characters of one model: more than any diagram a person can read."""
MAX_MODELS = 200


class Kind(StrEnum):
    """What designers draw."""

    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"


@blueprint.get("/models")
def models() -> list[Json]:
    """The newest version of everything."""
    no_arguments()
    _designers_only()
    query = DefinitionQuery(latest=True, with_running=True, sort=(Sort("kind"), Sort("key")))
    return [_row(each) for each in _counted(query)]


@blueprint.get("/models/<kind>/<key>/versions")
def versions(kind: str, key: str) -> list[Json]:
    """Every version, newest first."""
    no_arguments()
    _designers_only()
    _found(kind, key, latest=True)
    newest = (Sort("version", descending=True),)
    return [_row(each) for each in _counted(DefinitionQuery(kind=kind, keys=(key,), sort=newest, with_running=True))]


@blueprint.get("/models/<kind>/<key>")
def model(kind: str, key: str) -> Json:
    """The file behind a version; the newest where none is named."""
    arguments = Arguments()
    version = arguments.integer("version", 0, 0, 10**8)
    arguments.end()
    _designers_only()
    return {**_row(found := _version(kind, key, version)), **_content(found)}


@blueprint.post("/models/check")
def check() -> Json:
    """A dry run: everything that is wrong, with element ids; never refused for what it finds."""
    fields = body()
    resources = _resources(fields)
    fields.end()
    try:
        # Without a key: nothing changes, and every answer is to be the newest.
        result = house().door.execute(Deploy(None, with_companions(resources), dry_run=True), actor())
    except DefinitionInvalid as invalid:
        return {"problems": [problem_json(problem) for problem in invalid.problems]}
    return {"problems": [problem_json(problem) for problem in result.problems]}


@blueprint.post("/models/deploy")
def deploy() -> Json:
    """Deploy with a note; refused as a whole where anything is wrong."""
    fields = body()
    name, note = fields.text("name", 255), fields.text("note", 2000)
    strict = fields.optional_boolean("strict") or False
    resources = _resources(fields)
    fields.end()
    return _deployed(execute(Deploy(name, with_companions(resources), source="desk", note=note, strict=strict)))


@blueprint.post("/models/<kind>/<key>/rollback")
def rollback(kind: str, key: str) -> Json:
    """Deploy the content of an older version as the newest."""
    fields = body()
    version, note = fields.optional_integer("version"), fields.text("note", 2000)
    fields.end()
    if version is None:
        raise InvalidInput("请指定版本", "name a version", "version")
    _designers_only()
    older = _version(kind, key, version)
    content = ask(DefinitionContentQuery(older.id))
    resources = with_companions(((content.name, content.content),))
    return _deployed(execute(Deploy(older.name or key, resources, source="desk", note=note)))


@blueprint.get("/references")
def references() -> Json:
    """The names an editor offers."""
    no_arguments()
    _designers_only()
    found = ask(DefinitionQuery(latest=True, sort=(Sort("kind"), Sort("key")))).rows
    names = ask(NamesQuery())
    of_kind = {kind: [_name(each) for each in found if each.kind == kind] for kind in Kind}
    return {
        "forms": of_kind[Kind.FORM],
        "decisions": of_kind[Kind.DECISION],
        "processes": of_kind[Kind.PROCESS],
        "groups": [group_name(group) for group in who().directory.groups()],
        "topics": sorted({*names.topics, *house().topics}),
        "messages": list(names.messages),
        "deadlines": list(names.deadlines),
    }


def _designers_only() -> None:
    if not (actor().may(Right.DESIGNER) or actor().may(Right.ADMINISTRATOR)):
        raise NotAllowed("没有流程设计权限", "designers only")


def _counted(query: DefinitionQuery) -> tuple[DefinitionView, ...]:
    """How much runs on each version: a designer must know the number, also of cases he may not see."""
    rows: tuple[DefinitionView, ...] = house().door.ask(query, SYSTEM).rows
    return rows


def _resources(fields: Body) -> tuple[tuple[str, bytes], ...]:
    parts = fields.parts("resources")
    if not 0 < len(parts) <= MAX_MODELS:
        raise InvalidInput("请至少选择一个文件", f"name 1 to {MAX_MODELS} resources", "resources")
    return tuple(_resource(part) for part in parts)


def _resource(part: Body) -> tuple[str, bytes]:
    name, content = part.text("name", 255), part.text("content", MAX_MODEL)
    part.end()
    return name, content.encode()


def _found(kind: str, key: str, **more: Any) -> tuple[DefinitionView, ...]:
    query = DefinitionQuery(kind=read_choice("kind", kind, Kind).value, keys=(key,), **more)
    rows: tuple[DefinitionView, ...] = ask(query).rows
    if not rows:
        raise NotFound("没有这个模型", f"there is no {kind} {key}")
    return rows


def _version(kind: str, key: str, version: int) -> DefinitionView:
    return _found(kind, key, version=version)[0] if version else _found(kind, key, latest=True)[0]


def _content(found: DefinitionView) -> Json:
    content = ask(DefinitionContentQuery(found.id))
    return {"resource_name": content.name, "content": content.content.decode("utf-8", errors="replace")}


def _deployed(result: DeployResult) -> Json:
    return {
        "deployment_id": result.deployment.id if result.deployment else None,
        "definitions": [
            {"kind": each.kind, "key": each.key, "version": each.version, "id": each.id} for each in result.definitions
        ],
        "problems": [problem_json(problem) for problem in result.problems],
    }


def _row(view: DefinitionView) -> Json:
    return {
        "key": view.key,
        "kind": view.kind,
        "name": view.name,
        "version": view.version,
        "version_tag": view.version_tag,
        "definition_id": view.id,
        "deployed": iso(view.deployed_at),
        "deployed_by": person(view.deployed_by),
        "note": view.note,
        "running": view.running,
    }


def _name(view: DefinitionView) -> Json:
    return {"key": view.key, "name": view.name or view.key}
