"""What registering does to topics."""

from __future__ import annotations

from dataclasses import replace

from app.domain.context import CommandContext
from app.domain.office_records import Topic
from app.office.agenda import release
from app.office.desk import records
from app.office.plain import text
from app.office.registers import Entry


def topic_registered(entry: Entry, context: CommandContext) -> None:
    """The topic is proposed: the base of the three days of Art. 50 (DL-08)."""
    row = entry.row
    topic = Topic(
        entry.key,
        str(row["title"]),
        str(row["unit"]),
        "consulting",
        context.at,
        {name: value for name, value in row.items() if name not in ("topic_no", "title", "unit")},
        entry.instance_id,
    )
    records(context).put(topic)


def topic_closed(entry: Entry, context: CommandContext) -> None:
    """Withdrawn after registration, or not proposed; a topic without a number was never registered."""
    topic = records(context).find(Topic, entry.key, lock=True)
    if topic is None:
        return
    if topic.meeting_no is not None:
        release(topic.topic_no, topic.meeting_no, context)
    state = text(entry.row.get("state")) or "withdrawn"
    records(context).put(replace(topic, state=state, meeting_no=None))
