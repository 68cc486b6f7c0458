"""Variables: the current value and every value there ever was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import events
from app.domain.values import TypedValue
from app.domain.variables import VariableChange
from app.persistence.session import Session
from app.persistence.tables import ru
from app.persistence.variable_codec import encode

_TITLE = "title"
"""The root variable that names a case in lists; kept on the instance's row as well."""

_DELETED = encode(TypedValue("Null", None))


def changed(session: Session, event: events.VariablesChanged) -> None:
    """The last write per scope and name goes to the table, and one history row each; transient values are not kept."""
    last: dict[tuple[str, str], VariableChange] = {(c.scope_id, c.name): c for c in event.changes}
    for change in last.values():
        if change.value is not None and change.value.value_info.get("transient"):
            continue
        _write(session, event, change)
        if change.name == _TITLE and change.scope_id == event.instance_id:
            _keep_title(session, event.instance_id, change.value)


def _write(session: Session, event: events.VariablesChanged, change: VariableChange) -> None:
    columns = dict(_DELETED) if change.value is None else encode(change.value)
    deleted_at: datetime | None = event.at if change.value is None else None
    row: dict[str, Any] = {
        "scope_id": change.scope_id,
        "name": change.name,
        "instance_id": event.instance_id,
        "created_at": event.at,
        "updated_at": event.at,
        "deleted_at": deleted_at,
        **columns,
    }
    session.variables.put(row)
    detail = {name: value for name, value in row.items() if name in _DETAIL}
    operation = "update" if change.value is not None else "delete"
    session.log(kind="variable", at=event.at, actor=event.actor, operation=operation, **detail)


_DETAIL = frozenset({"scope_id", "name", "instance_id", "type", "text_value", "bytes_value", "value_info"})


def _keep_title(session: Session, instance_id: str, value: TypedValue | None) -> None:
    title = value.value if value is not None and isinstance(value.value, str) else None
    session.instances.fetch(session.connection, [instance_id])
    row = session.instances.rows.get(instance_id)
    if row is not None and row[_TITLE] != title:
        session.instances.change(instance_id, {ru.instance.c.title.name: title}, bump=False)
