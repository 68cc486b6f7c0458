"""Answers about variables."""

from __future__ import annotations

from sqlalchemy import RowMapping, and_, select

from app.domain.queries.common import Sort
from app.domain.queries.variable import VariableView
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question
from app.persistence.tables import ru
from app.persistence.variable_codec import decode

_v = ru.variable.c
_i = ru.instance.c
_t = ru.task.c
_own = ru.task.alias("own")

_KEPT = ("name", "scope_id", "instance_id", "definition_id", "definition_key", "created_at", "updated_at", "deleted_at")


def _view(row: RowMapping, _question: Question) -> VariableView:
    values = {name: row[name] for name in _KEPT}
    return VariableView(
        id=f"{row['scope_id']}:{row['name']}",
        root_instance_id=row["root_id"],
        task_id=row["owning_task"],
        value=decode(row),
        **values,
    )


VARIABLES = Listing(
    table=ru.variable,
    source=ru.variable.join(ru.instance, _i.id == _v.instance_id).outerjoin(
        ru.task, _t.activity_instance_id == _v.scope_id
    ),
    columns=(*ru.variable.c, _i.root_id, _i.definition_id, _i.definition_key, _t.id.label("owning_task")),
    key=_v.scope_id,
    filters={
        "instance_ids": f.one_of(_v.instance_id),
        "scope_ids": f.one_of(_v.scope_id),
        "task_ids": lambda values, _q: _v.scope_id.in_(
            select(_own.c.activity_instance_id).where(_own.c.id.in_(list(values)))
        ),
        "names": f.one_of(_v.name),
        "name_like": f.like(_v.name),
        "types": f.one_of(_v.type),
        "values": lambda values, _q: and_(*(and_(_v.name == w.name, f.variable_value(w)) for w in values)),
        "finished": f.is_set(_i.ended_at),
        "deleted": f.is_set(_v.deleted_at),
    },
    sorts={"name": _v.name, "type": _v.type, "instance_id": _v.instance_id, "scope_id": _v.scope_id},
    default=(Sort("instance_id"), Sort("scope_id"), Sort("name")),
    view=_view,
)
