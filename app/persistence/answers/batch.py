"""Answers about commands for many instances; only those who may start them see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, exists, false, func, select

from app.domain.queries.batch import BatchItemView, BatchView
from app.domain.queries.common import Sort
from app.domain.values import Right
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question
from app.persistence.tables import ru

_b = ru.batch.c
_i = ru.batch_item.c
_j = ru.job.c


class OperatorListing(Listing[Any]):
    """For operators and programs; others find nothing."""

    def conditions(self, question: Question, query: Any) -> list[ColumnElement[bool]]:
        """Nothing where the actor may not start such a thing."""
        actor = question.actor
        hidden = [] if actor.may(Right.OPERATOR) or actor.may(Right.ANY_TASK) else [false()]
        return [*super().conditions(question, query), *hidden]


def _left(*conditions: ColumnElement[bool]) -> Any:
    """How many jobs of the batch are left."""
    joined = ru.batch_item.join(ru.job, _j.id == _i.job_id)
    own = (_i.batch_id == _b.id, _i.done_at.is_(None), *conditions)
    return select(func.count(_i.job_id)).select_from(joined).where(*own).correlate(ru.batch).scalar_subquery()


_ANY_LEFT = exists(
    select(1).select_from(ru.batch_item.join(ru.job, _j.id == _i.job_id)).where(_i.batch_id == _b.id)
).correlate(ru.batch)
_LAST = select(func.max(_i.done_at)).where(_i.batch_id == _b.id).correlate(ru.batch).scalar_subquery()


def _batch(row: RowMapping, _question: Question) -> BatchView:
    values = {name: row[name] for name in BatchView.__dataclass_fields__}
    return BatchView(**values | {"ended_at": None if row["remaining"] else row["ended_at"]})


BATCHES = OperatorListing(
    table=None,
    source=ru.batch,
    columns=(
        *(column for column in _b if column.name != "row_version"),
        _left().label("remaining"),
        _left(_j.retries == 0).label("failed"),
        _LAST.label("ended_at"),
    ),
    key=_b.id,
    filters={
        "ids": f.one_of(_b.id),
        "kinds": f.one_of(_b.kind),
        "finished": lambda value, _q: ~_ANY_LEFT if value else _ANY_LEFT,
        "suspended": f.equals(_b.suspended),
    },
    sorts={"id": _b.id, "created": _b.created_at},
    default=(Sort("created", descending=True),),
    view=_batch,
)


def _item(row: RowMapping, _question: Question) -> BatchItemView:
    if row["done_at"] is not None:
        state = "done"
    elif row["retries"] is None:
        state = "canceled"
    else:
        state = "failed" if row["retries"] == 0 else "open"
    return BatchItemView(row["instance_id"], state, row["error_message"], row["done_at"])


BATCH_ITEMS = OperatorListing(
    table=None,
    source=ru.batch_item.outerjoin(ru.job, _j.id == _i.job_id),
    columns=(_i.instance_id, _i.done_at, _j.retries, _j.error_message),
    key=_i.instance_id,
    filters={"batch_ids": f.one_of(_i.batch_id)},
    sorts={"instance_id": _i.instance_id},
    default=(Sort("instance_id"),),
    view=_item,
)
