"""Ties a topic to a session (INV-09, INV-12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import AddAgendaItem, BindTopic
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, InvalidState, NotAllowed
from app.domain.events import OperationLogged
from app.domain.office_records import AgendaItem, Meeting, Topic
from app.domain.values import Right
from app.office.agenda import OPEN_FOR_TOPICS, refuse_when_begun
from app.office.desk import once, records

_LISTING = frozenset({"mayor", "executive_deputy_mayor", "secretariat_chief"})
"""Who may list a topic by hand."""


@once
def bind_topic(command: BindTopic, context: CommandContext) -> dict[str, Any]:
    """Put the topic on the agenda, or say why not; a refusal goes back to the mayor's task, it is no error."""
    meeting = records(context).find(Meeting, command.meeting_ref, lock=True)
    topic = records(context).get(Topic, command.topic_no, lock=True)
    refusal = _refusal(topic, meeting, command.meeting_ref)
    if refusal is None and meeting is not None:
        _bind(topic, meeting, command.order, context)
    return {
        "bound": refusal is None,
        "refusal_text": refusal,
        "meeting_no": meeting.meeting_no if meeting is not None else command.meeting_ref,
        "meeting_start": meeting.starts_at if meeting is not None else None,
        "session_type": meeting.session_type if meeting is not None else None,
    }


def add_agenda_item(command: AddAgendaItem, context: CommandContext) -> None:
    """A person lists a topic by hand; never once the session is open, not even for the chair."""
    if not command.reason.strip():
        raise InvalidInput("请填写理由", "a reason is required", "reason")
    meeting = records(context).get(Meeting, command.meeting_no, lock=True)
    refuse_when_begun(meeting)
    if not context.actor.groups & _LISTING and not context.actor.may(Right.OPERATOR):
        raise NotAllowed("无权列入议题", f"{context.actor.user_id} may not list topics")
    topic = records(context).get(Topic, command.topic_no, lock=True)
    refusal = _refusal(topic, meeting, command.meeting_no)
    if refusal is not None:
        raise InvalidState(refusal, f"topic {topic.topic_no} cannot be bound to session {meeting.meeting_no}")
    _bind(topic, meeting, None, context)
    logged = OperationLogged(
        "AddAgendaItem", "Meeting", meeting.meeting_no, context.actor.user_id, context.at,
        reason=command.reason, after={"topic_no": topic.topic_no},
    )  # fmt: skip
    context.uow.record(logged)


def _refusal(topic: Topic, meeting: Meeting | None, reference: str) -> str | None:
    if meeting is None:
        return f"没有这次会议：{reference}"
    if meeting.frozen_at is not None or meeting.state not in OPEN_FOR_TOPICS:
        return f"{meeting.title}（{meeting.meeting_no}）已开会、结束或取消，不能再列入议题（第五十八条）"
    if topic.meeting_no not in (None, meeting.meeting_no):
        return f"议题已列入{topic.meeting_no}，一个议题只能列入一次会议（第五十八条）"
    return None


def _bind(topic: Topic, meeting: Meeting, order: int | None, context: CommandContext) -> None:
    rows = records(context)
    rows.put(AgendaItem(meeting.meeting_no, topic.topic_no, "bound", context.at, order))
    rows.put(replace(topic, state="listed", meeting_no=meeting.meeting_no))
