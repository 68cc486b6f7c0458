"""Answers about the office's records: lists, restricted like every list, and the files of topics and sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select

from app.domain import office_records as records
from app.domain.errors import NotFound
from app.domain.queries import office as queries
from app.domain.queries.common import Sort
from app.domain.values import Page
from app.persistence.answers import filters as f
from app.persistence.answers.directory import load_directory
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question
from app.persistence.answers.visible import visible
from app.persistence.repositories.office import OfficeReads, to_record
from app.persistence.tables import office as t

_LAST = 1_000_000


def _listing(
    table: Table,
    record: type[Any],
    key: ColumnElement[Any],
    filters: dict[str, Any],
    sorts: dict[str, ColumnElement[Any]],
) -> Listing[Any]:
    """A list of records, newest first by the first sort key."""
    newest = (Sort(next(iter(sorts)), descending=True),)
    view: Callable[..., Any] = lambda row, _question: to_record(record, row)  # noqa: E731 - one expression
    return Listing(table, table, tuple(table.c), key, filters, sorts, newest, view)


TOPICS = _listing(
    t.topic,
    records.Topic,
    t.topic.c.topic_no,
    {
        "numbers": f.one_of(t.topic.c.topic_no),
        "states": f.one_of(t.topic.c.state),
        "unit": f.equals(t.topic.c.unit),
        "meeting_no": f.equals(t.topic.c.meeting_no),
        "text": f.contains(t.topic.c.topic_no, t.topic.c.title),
    },
    {
        "registered": t.topic.c.registered_at,
        "number": t.topic.c.topic_no,
        "state": t.topic.c.state,
        "unit": t.topic.c.unit,
    },
)
MEETINGS = _listing(
    t.meeting,
    records.Meeting,
    t.meeting.c.meeting_no,
    {
        "numbers": f.one_of(t.meeting.c.meeting_no),
        "states": f.one_of(t.meeting.c.state),
        "meeting_type": f.equals(t.meeting.c.meeting_type),
        "text": f.contains(t.meeting.c.meeting_no, t.meeting.c.title),
        "after": f.after(t.meeting.c.starts_at),
        "before": f.before(t.meeting.c.starts_at),
    },
    {"start": t.meeting.c.starts_at, "number": t.meeting.c.meeting_no, "state": t.meeting.c.state},
)
ARCHIVE = _listing(
    t.archive,
    records.ArchiveFile,
    t.archive.c.file_id,
    {
        "kind": f.equals(t.archive.c.kind),
        "file_ids": f.one_of(t.archive.c.file_id),
        "numbers": f.one_of(t.archive.c.archive_no),
        "states": f.one_of(t.archive.c.state),
        "text": f.contains(t.archive.c.archive_no, t.archive.c.file_id),
    },
    {"collected": t.archive.c.collected_at, "number": t.archive.c.archive_no},
)
REGISTER = _listing(
    t.register,
    records.RegisterRow,
    t.register.c.id,
    {
        "kind": f.equals(t.register.c.kind),
        "keys": f.one_of(t.register.c.key),
        "owner": f.equals(t.register.c.owner),
        "instance_ids": f.one_of(t.register.c.instance_id),
    },
    {"at": t.register.c.registered_at, "row": t.register.c.row_no},
)
_NOTICES = replace(
    _listing(
        t.notice,
        records.Notice,
        t.notice.c.id,
        {"unread": f.is_empty(t.notice.c.read_at), "keys": f.one_of(t.notice.c.key)},
        {"sent": t.notice.c.sent_at},
    ),
    table=None,
)


def _notices(question: Question, query: queries.NoticeQuery) -> Page[records.Notice]:
    own = replace(_NOTICES, always=(t.notice.c.user_id == question.actor.user_id,))
    return own.page(question, query)


def _switches(question: Question, _query: queries.SwitchQuery) -> tuple[records.Switch, ...]:
    return OfficeReads(question.rows).list(records.Switch)


def _meetings_held(question: Question, query: queries.MeetingsHeldQuery) -> int:
    m = t.meeting.c
    held = (m.meeting_type == query.meeting_type, m.frozen_at >= query.start, m.frozen_at < query.end)
    return int(question.scalar(select(func.count()).select_from(t.meeting).where(*held)))


def _names(question: Question, query: queries.NamesQuery) -> dict[str, str]:
    known = _directory(question)
    return {each: known.get(each, each) for each in query.ids}


def _directory(question: Question) -> dict[str, str]:
    data = load_directory(question.rows)
    names = {group.id: group.name for group in data.groups}
    return {**names, **{user.id: user.name for user in data.users}}


def _topic_file(question: Question, query: queries.TopicFileQuery) -> queries.TopicFile:
    _check_visible(question, t.topic, t.topic.c.topic_no == query.topic_no, query.topic_no)
    reads = OfficeReads(question.rows)
    consultations = reads.list(records.Consultation, case_no=query.topic_no)
    opinions = [each for c in consultations for each in reads.list(records.Opinion, consult_id=c.consult_id)]
    file = queries.TopicFile(
        reads.get(records.Topic, query.topic_no),
        consultations,
        tuple(opinions),
        reads.list(records.MaterialPackage, topic_no=query.topic_no),
        reads.list(records.Paper, key=query.topic_no),
        reads.list(records.Resolution, topic_no=query.topic_no),
    )
    return replace(file, names=_named(question, file))


def _meeting_file(question: Question, query: queries.MeetingFileQuery) -> queries.MeetingFile:
    _check_visible(question, t.meeting, t.meeting.c.meeting_no == query.meeting_no, query.meeting_no)
    reads = OfficeReads(question.rows)
    of_meeting = {"meeting_no": query.meeting_no}
    items = [each for each in reads.list(records.AgendaItem, **of_meeting) if each.state != "released"]
    items.sort(key=lambda item: (_LAST if item.position is None else item.position, item.bound_at))
    file = queries.MeetingFile(
        reads.get(records.Meeting, query.meeting_no),
        tuple(items),
        tuple(reads.get(records.Topic, item.topic_no) for item in items),
        tuple(each for each in reads.list(records.Attendee, **of_meeting) if each.state != "withdrawn"),
        reads.list(records.Resolution, **of_meeting),
        reads.list(records.RegisterRow, owner=query.meeting_no),
        reads.list(records.Paper, key=query.meeting_no),
    )
    return replace(file, names=_named(question, file))


def _check_visible(question: Question, table: Table, is_it: ColumnElement[bool], number: str) -> None:
    if not question.rows(select(table.c.state).where(is_it, visible(question.actor, table))):
        raise NotFound(f"没有这条记录：{number}", f"there is no record {number}")


def _named(question: Question, file: Any) -> dict[str, str]:
    known = _directory(question)
    return {each: known[each] for each in _texts(asdict(file)) if each in known}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


OFFICE_ANSWERS: dict[type[Any], Callable[[Question, Any], Any]] = {
    queries.TopicQuery: TOPICS.page,
    queries.MeetingQuery: MEETINGS.page,
    queries.ArchiveQuery: ARCHIVE.page,
    queries.RegisterQuery: REGISTER.page,
    queries.NoticeQuery: _notices,
    queries.SwitchQuery: _switches,
    queries.MeetingsHeldQuery: _meetings_held,
    queries.NamesQuery: _names,
    queries.TopicFileQuery: _topic_file,
    queries.MeetingFileQuery: _meeting_file,
}
"""Query type -> the function that answers it; `bootstrap` adds them to the store's registry."""
