"""What a register row does besides being written: kind -> effect on the records of the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.context import CommandContext
from app.office.effects import consultations, meetings, topics
from app.office.registers import Entry

Effect = Callable[[Entry, CommandContext], None]


def _nothing_more(entry: Entry, context: CommandContext) -> None:
    """The row is all there is."""


EFFECTS: Mapping[str, Effect] = {
    "topic": topics.topic_registered,
    "topic_closed": topics.topic_closed,
    "coordination": _nothing_more,
    "pre_exam": _nothing_more,
    "consultation_opinion": consultations.opinion_given,
    "consultation_disposition": consultations.opinions_disposed,
    "meeting": meetings.meeting_registered,
    "material_delivery": _nothing_more,
    "attendance_reply": meetings.reply_given,
    "attendance_report": _nothing_more,
    "meeting_record": _nothing_more,
    "minutes": meetings.minutes_issued,
    "party_referral": _nothing_more,
    "archive": meetings.archived,
    "urge": _nothing_more,
}
"""Every register a process may write; another kind is refused."""
