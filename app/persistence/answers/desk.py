"""Answers for the desks: the office's own days, and whether a file may be opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.domain.calendar_days import DayOverride
from app.domain.files import file_refs
from app.domain.queries.calendar import LoadDays
from app.domain.queries.file import FileQuery
from app.domain.values import FileRef
from app.persistence.answers.directory import Reader
from app.persistence.answers.question import Question
from app.persistence.answers.visible import offered, persons, visible
from app.persistence.tables import desk as t
from app.persistence.tables import ru
from app.persistence.variable_codec import decode

_v = ru.variable.c
_k = ru.task.c


def load_days(read: Reader) -> tuple[DayOverride, ...]:
    """All overrides, by day."""
    rows = read(select(t.day).order_by(t.day.c.day))
    return tuple(DayOverride(date.fromisoformat(row["day"]), row["is_working"], row["name"]) for row in rows)


def answer_days(question: Question, _query: LoadDays) -> tuple[DayOverride, ...]:
    """The same, outside a transaction."""
    return load_days(question.rows)


def answer_file(question: Question, query: FileQuery) -> FileRef | None:
    """A file the actor may open."""
    if query.instance_id is not None:
        seen = visible(question.actor, ru.variable)
        return _in_variables(question, query.sha256, and_(_v.instance_id == query.instance_id, seen))
    return _uploaded(question, query.sha256) or _in_variables(question, query.sha256, _at_hand(question))


def _uploaded(question: Question, sha256: str) -> FileRef | None:
    u = t.upload.c
    found = question.rows(select(t.upload).where(u.sha256 == sha256, u.user_id == question.actor.user_id))
    if not found:
        return None
    row = found[0]
    return FileRef(row["sha256"], row["name"], row["media_type"], row["size"])


def _at_hand(question: Question) -> ColumnElement[bool]:
    """Variables of the instances in which a task waits for the actor: few, and found by index."""
    waiting = or_(_k.assignee.in_(persons(question.actor)), and_(_k.assignee.is_(None), offered(question.actor)))
    return _v.instance_id.in_(select(_k.instance_id).where(_k.ended_at.is_(None), waiting))


def _in_variables(question: Question, sha256: str, condition: ColumnElement[bool]) -> FileRef | None:
    rows = question.rows(select(ru.variable).where(condition, _v.text_value.contains(sha256, autoescape=True)))
    for row in rows:
        for found in file_refs(decode(row).value):
            if found.sha256 == sha256:
                return found
    return None


ANSWERS: dict[type[Any], Callable[[Question, Any], Any]] = {LoadDays: answer_days, FileQuery: answer_file}
"""For the store's registry."""
