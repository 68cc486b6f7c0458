"""The office's registers: topics, sessions, archive. Everybody sees those of the cases they may see."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint

from app.domain.errors import NotFound
from app.domain.office_records import ArchiveFile, Meeting, Paper, Topic
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.office import (
    ArchiveQuery,
    MeetingFileQuery,
    MeetingQuery,
    TopicFileQuery,
    TopicQuery,
    VerifyArchive,
)
from app.web.answers import Json, ask, listed
from app.web.body import Arguments, no_arguments
from app.web.views.office import archive_detail, archive_row, meeting_detail, meeting_row, topic_detail, topic_row

blueprint = Blueprint("office", __name__)


@blueprint.get("/office/topics")
def topics() -> Json:
    """Topics, the newest first; `state` may be repeated."""
    arguments = Arguments()
    states, text, page = arguments.texts("state"), arguments.text("q"), arguments.paging()
    arguments.end()
    found = ask(TopicQuery(states=states, text=text, page=page))
    meetings = _meetings_of(found.rows)
    return listed(found, lambda topic: topic_row(topic, meetings))


@blueprint.get("/office/topics/<topic_no>")
def topic(topic_no: str) -> Json:
    """All there is of one topic."""
    no_arguments()
    file = ask(TopicFileQuery(topic_no))
    return topic_detail(file, _meetings_of((file.topic,)), _cases_of(file.papers))


@blueprint.get("/office/meetings")
def meetings() -> Json:
    """Sessions, the latest first; `state` may be repeated."""
    arguments = Arguments()
    states, text, page = arguments.texts("state"), arguments.text("q"), arguments.paging()
    arguments.end()
    return listed(ask(MeetingQuery(states=states, text=text, page=page)), meeting_row)


@blueprint.get("/office/meetings/<meeting_no>")
def meeting(meeting_no: str) -> Json:
    """All there is of one session."""
    no_arguments()
    file = ask(MeetingFileQuery(meeting_no))
    return meeting_detail(file, _cases_of(file.papers))


@blueprint.get("/office/archive")
def archive() -> Json:
    """Archive files, the newest first; `state` may be repeated."""
    arguments = Arguments()
    kind, states, text = arguments.text("kind"), arguments.texts("state"), arguments.text("q")
    page = arguments.paging()
    arguments.end()
    return listed(ask(ArchiveQuery(kind=kind, states=states, text=text, page=page)), archive_row)


@blueprint.get("/office/archive/<archive_id>")
def archive_file(archive_id: str) -> Json:
    """One archive file with its manifest; the id is `kind:file_id`."""
    no_arguments()
    return archive_detail(_archive_file(archive_id))


@blueprint.get("/office/archive/<archive_id>/verification")
def archive_verification(archive_id: str) -> Json:
    """Every file read again and compared with its checksum; no problem means that the archive file is whole."""
    no_arguments()
    file = _archive_file(archive_id)
    return {"problems": list(ask(VerifyArchive(file.kind, file.file_id)))}


def _archive_file(archive_id: str) -> ArchiveFile:
    kind, _, file_id = archive_id.partition(":")
    found = ask(ArchiveQuery(kind=kind, file_ids=(file_id,))).rows
    if not found:
        raise NotFound("没有这份案卷，或您无权查看", f"there is no archive file {archive_id}")
    file: ArchiveFile = found[0]
    return file


def _meetings_of(topics: Iterable[Topic]) -> dict[str, Meeting]:
    """The sessions of topics that the person may see."""
    numbers = tuple(sorted({topic.meeting_no for topic in topics if topic.meeting_no is not None}))
    found = ask(MeetingQuery(numbers=numbers)).rows if numbers else ()
    return {meeting.meeting_no: meeting for meeting in found}


def _cases_of(papers: Iterable[Paper]) -> frozenset[str]:
    """The cases of papers that the person may open."""
    ids = tuple(sorted({paper.instance_id for paper in papers if paper.instance_id is not None}))
    return frozenset(each.id for each in ask(InstanceQuery(ids=ids)).rows) if ids else frozenset()
