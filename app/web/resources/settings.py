"""The office's switches, where the rules leave a choice."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint

from app.domain.commands.office import ChangeSetting
from app.domain.errors import InvalidInput, NotAllowed
from app.domain.office_records import Switch
from app.domain.queries.common import Paging
from app.domain.queries.history import OperationQuery, OperationView
from app.domain.queries.office import SwitchQuery
from app.domain.values import SYSTEM, Right
from app.web.answers import Json, ask, execute
from app.web.body import body, no_arguments
from app.web.guard import actor
from app.web.house import house
from app.web.views.lights import iso
from app.web.views.people import person

blueprint = Blueprint("settings", __name__)

_TYPES = {"bool": "boolean", "int": "integer", "str": "text", "json": "json"}


@blueprint.get("/settings")
def settings() -> list[Json]:
    """Every switch."""
    no_arguments()
    _administrators_only()
    return [_row(switch) for switch in ask(SwitchQuery())]


@blueprint.put("/settings/<key>")
def change(key: str) -> tuple[str, int]:
    """Set a switch, with a reason."""
    fields = body()
    value, reason = fields.any("value"), fields.text("reason", 2000)
    fields.end()
    _administrators_only()
    execute(ChangeSetting(key, _typed(key, value), reason))
    return "", 204


@blueprint.get("/settings/<key>/history")
def history(key: str) -> list[Json]:
    """Who set it to what, and why."""
    no_arguments()
    _administrators_only()
    # The log of settings belongs to no case, so that nobody but the house itself sees it in lists.
    query = OperationQuery(entity="Setting", entity_id=key, page=Paging(limit=200))
    return [_entry(entry) for entry in house().door.ask(query, SYSTEM).rows]


def _administrators_only() -> None:
    if not actor().may(Right.ADMINISTRATOR):
        raise NotAllowed("没有管理权限", "administrators only")


def _typed(key: str, value: Any) -> Any:
    """A page edits a structured value as JSON text."""
    structured = any(switch.key == key and switch.type == "json" for switch in ask(SwitchQuery()))
    if not structured or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise InvalidInput("取值须为 JSON", "the value must be JSON", "value") from None


def _shown(switch: Switch, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if switch.type == "json" else value


def _row(switch: Switch) -> Json:
    return {
        "key": switch.key,
        "type": _TYPES.get(switch.type, switch.type),
        "value": _shown(switch, switch.value),
        "default": _shown(switch, switch.default),
        "label": switch.label_zh,
        "label_en": switch.label_en,
        "article": switch.article,
        "changed_at": iso(switch.changed_at),
        "changed_by": person(switch.changed_by),
    }


def _entry(entry: OperationView) -> Json:
    return {
        "at": iso(entry.at),
        "actor": person(entry.actor),
        "before": entry.before.get("value"),
        "after": entry.after.get("value"),
        "reason": entry.reason,
    }
