"""The chair's summary becomes the resolution (Art. 57, INV-13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import RegisterResolution
from app.domain.context import CommandContext
from app.domain.errors import InvalidState, RuleViolated
from app.domain.office_records import AgendaItem, Meeting, Resolution, Topic
from app.office.desk import once, records
from app.office.plain import plain

_FOLLOWING = ("action_required", "responsible_units", "co_units", "due", "refer_to", "publishable")
"""What a resolution that is not executable does not have."""


@once
def register_resolution(command: RegisterResolution, context: CommandContext) -> dict[str, Any]:
    """One resolution per item of the frozen agenda; one matter is discussed once."""
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    if meeting.state != "opened":
        raise InvalidState(f"{meeting.title}不在会议进行中", f"session {meeting.meeting_no} is not open")
    item = rows.find(AgendaItem, command.meeting_no, command.topic_no, lock=True)
    if item is None or item.state != "frozen":
        raise RuleViolated(
            "议题不在本次会议议程上，或已经议定（第五十八条）", "the topic is not on the frozen agenda", "58"
        )
    topic = rows.get(Topic, command.topic_no, lock=True)
    made = _resolution(command, topic, len(rows.list(Resolution, meeting_no=command.meeting_no)) + 1, context)
    rows.add(made)
    rows.put(replace(item, state="decided"))
    deferred = made.result == "deferred"
    rows.put(
        replace(
            topic,
            state="pool" if deferred else "decided",
            meeting_no=None if deferred else topic.meeting_no,
            result=made.result,
            resolution_id=made.resolution_id,
        )
    )
    return {"resolution_id": made.resolution_id}


def _resolution(command: RegisterResolution, topic: Topic, position: int, context: CommandContext) -> Resolution:
    said = dict(command.resolution)
    if not command.executable:
        said.update(dict.fromkeys(_FOLLOWING))
    return Resolution(
        f"{command.meeting_no}-{position}",
        command.meeting_no,
        topic.topic_no,
        position,
        topic.title,
        topic.unit,
        str(said.pop("result")),
        str(said.pop("summary")),
        command.executable,
        context.at,
        plain(said),
    )
