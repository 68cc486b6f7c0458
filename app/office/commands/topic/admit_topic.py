"""Marks an item ready for the session, or takes it off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import AdmitTopic, ReleaseTopic
from app.domain.context import CommandContext
from app.domain.office_records import AgendaItem, Meeting, Topic
from app.office.agenda import OPEN_FOR_MATERIALS, to_pool
from app.office.desk import once, records


@once
def admit_topic(command: AdmitTopic, context: CommandContext) -> dict[str, Any]:
    """The materials are complete: the item is ready, unless the session has begun meanwhile."""
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    item = rows.find(AgendaItem, command.meeting_no, command.topic_no, lock=True)
    if meeting.frozen_at is not None or meeting.state not in OPEN_FOR_MATERIALS:
        return _refused(f"{meeting.title}的议程已锁定，不能再列入（第五十八条）")
    if item is None or item.state not in ("bound", "ready"):
        return _refused(f"议题不在{meeting.title}的议程上")
    package, override = command.package_id or item.package_id, command.override_reason
    rows.put(replace(item, state="ready", package_id=package, override_reason=override))
    rows.put(replace(rows.get(Topic, command.topic_no, lock=True), state="ready"))
    return {"bound": True, "refusal_text": None}


def _refused(text: str) -> dict[str, Any]:
    return {"bound": False, "refusal_text": text}


@once
def release_topic(command: ReleaseTopic, context: CommandContext) -> dict[str, Any]:
    """Back into the pool; the session is locked first, as everywhere, so that two commands never wait crosswise."""
    records(context).get(Meeting, command.meeting_no, lock=True)
    to_pool(command.topic_no, command.meeting_no, context)
    return {}
