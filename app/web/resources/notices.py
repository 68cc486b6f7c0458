"""Notices on the desk of the person who calls: their own, nobody else's."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint

from app.domain.commands.office import ReadNotice
from app.domain.office_records import Notice
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.office import MeetingQuery, NoticeQuery, TopicQuery
from app.web.answers import Json, ask, execute, listed
from app.web.body import Arguments, body
from app.web.views.notices import About, notice_row

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
def notices() -> Json:
    """The newest first; `unread=true` leaves out what has been read."""
    arguments = Arguments()
    unread, page = arguments.flag("unread"), arguments.paging()
    arguments.end()
    found = ask(NoticeQuery(unread=unread, page=page))
    about = _about(found.rows)
    return listed(found, lambda notice: notice_row(notice, about.get(notice.key)))


@blueprint.post("/notices/<notice_id>/read")
def read(notice_id: str) -> tuple[str, int]:
    """The receipt; the first time counts."""
    body().end()
    execute(ReadNotice(notice_id))
    return "", 204


def _about(notices: Iterable[Notice]) -> dict[str, About]:
    """What the notices are about, where the person may see it: a topic or session by its number, else the case."""
    keys = tuple(sorted({notice.key for notice in notices}))
    if not keys:
        return {}
    cases = ask(InstanceQuery(business_keys=keys)).rows
    return {
        **{str(each.business_key): ("instance", each.id) for each in cases},
        **{each.topic_no: ("topic", each.topic_no) for each in ask(TopicQuery(numbers=keys)).rows},
        **{each.meeting_no: ("meeting", each.meeting_no) for each in ask(MeetingQuery(numbers=keys)).rows},
    }
