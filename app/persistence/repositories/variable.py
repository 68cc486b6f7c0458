"""Variables of running instances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, literal, null, select, union_all

from app.domain.values import TypedValue
from app.domain.variables import Variables
from app.persistence.session import Session
from app.persistence.tables import hi, ru
from app.persistence.variable_codec import decode

_v = ru.variable.c
_a = hi.activity.c
_h = hi.detail.c
_VALUE = (_v.type, _v.text_value, _v.bytes_value, _v.value_info)

_LOAD = union_all(
    select(_v.scope_id, literal(None).label("parent_id"), _v.name, *_VALUE).where(
        _v.instance_id == bindparam("instance"), _v.deleted_at.is_(None)
    ),
    select(_a.id, _a.parent_id, null(), null(), null(), null(), null()).where(
        _a.instance_id == bindparam("instance"), _a.ended_at.is_(None)
    ),
)
"""Values and the tree of open scopes, in one statement."""


class SqlVariables:
    """`VariableRepository`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self, instance_id: str) -> Variables:
        """All scopes of an instance with their values."""
        self._session.flush()
        variables = Variables(instance_id)
        # `all` fetches in one go: row by row costs twice as much with a thousand waiting children.
        for row in self._session.connection.execute(_LOAD, {"instance": instance_id}).mappings().all():
            if row["name"] is not None:
                variables.values.setdefault(row["scope_id"], {})[row["name"]] = decode(row)
            elif row["scope_id"] != instance_id:
                variables.open_scope(row["scope_id"], row["parent_id"])
        return variables

    def of_ended(self, instance_id: str, *, initial: bool) -> Mapping[str, TypedValue]:
        """The root variables of an instance at its end; with `initial` what its first transaction wrote."""
        if initial:
            return self._first_written(instance_id)
        root = (_v.scope_id == instance_id, _v.deleted_at.is_(None))
        return {row["name"]: decode(row) for row in self._session.read(select(_v.name, *_VALUE).where(*root))}

    def _first_written(self, instance_id: str) -> Mapping[str, TypedValue]:
        begun = select(ru.instance.c.started_at).where(ru.instance.c.id == instance_id).scalar_subquery()
        own = (_h.instance_id == instance_id, _h.scope_id == instance_id, _h.kind == "variable", _h.at == begun)
        values = (_h.name, _h.type, _h.text_value, _h.bytes_value, _h.value_info)
        written = select(*values).where(*own, _h.operation == "update").order_by(_h.seq.desc())
        return {row["name"]: decode(row) for row in self._session.read(written)}

    def at_root(self, instance_ids: Sequence[str], names: Iterable[str]) -> Mapping[str, Mapping[str, TypedValue]]:
        """Named root variables of several instances: instance id -> name -> value."""
        wanted = select(_v.scope_id, _v.name, *_VALUE).where(
            _v.scope_id.in_(instance_ids), _v.name.in_(list(names)), _v.deleted_at.is_(None)
        )
        found: dict[str, dict[str, Any]] = {instance_id: {} for instance_id in instance_ids}
        for row in self._session.read(wanted):
            found[row["scope_id"]][row["name"]] = decode(row)
        return found
