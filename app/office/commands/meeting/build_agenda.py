"""The agenda of a session, drafted, closed, and frozen at the opening (INV-11, INV-12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import BuildAgenda, CancelMeeting
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, RuleViolated
from app.domain.office_records import AgendaItem, Meeting
from app.office.agenda import live_items, to_pool, views
from app.office.desk import once, records


@once
def build_agenda(command: BuildAgenda, context: CommandContext) -> dict[str, Any]:
    """The agenda as it stands after the step `mode`."""
    step = _STEPS.get(command.mode)
    if step is None:
        raise InvalidInput(f"没有这种方式：{command.mode}", f"there is no mode {command.mode}", "mode")
    agenda = views(step(records(context).get(Meeting, command.meeting_no, lock=True), context), context)
    concerned = [each for item in agenda for each in item["attendees"]]
    return {"agenda": agenda, "agenda_count": len(agenda), "attendees": list(dict.fromkeys(concerned))}


@once
def cancel_meeting(command: CancelMeeting, context: CommandContext) -> dict[str, Any]:
    """Everything goes back to the pool; ready topics are told by the diagram."""
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    items = live_items(command.meeting_no, context)
    ready = views([item for item in items if item.state == "ready"], context)
    for item in items:
        to_pool(item.topic_no, item.meeting_no, context)
    rows.put(replace(meeting, state="cancelled", fields={**meeting.fields, "cancel_reason": command.reason}))
    return {"ready_topics": ready}


def _draft(meeting: Meeting, context: CommandContext) -> list[AgendaItem]:
    return live_items(meeting.meeting_no, context)


def _close(meeting: Meeting, context: CommandContext) -> list[AgendaItem]:
    records(context).put(replace(meeting, state="materials_ready", agenda_closed_at=context.at))
    return _ready(meeting, context)


def _refresh(meeting: Meeting, context: CommandContext) -> list[AgendaItem]:
    return _ready(meeting, context) if meeting.agenda_closed_at is not None else _draft(meeting, context)


def _freeze(meeting: Meeting, context: CommandContext) -> list[AgendaItem]:
    if meeting.quorum_met is not True or meeting.quorum_basis != "signed_in":
        raise RuleViolated("未达到法定人数，不能开会（第五十五条）", "there is no quorum of those present", "55")
    for item in live_items(meeting.meeting_no, context):
        if item.state == "ready":
            records(context).put(replace(item, state="frozen"))
        elif item.state == "bound":
            to_pool(item.topic_no, item.meeting_no, context)
    records(context).put(replace(meeting, state="opened", frozen_at=context.at))
    return live_items(meeting.meeting_no, context)


def _ready(meeting: Meeting, context: CommandContext) -> list[AgendaItem]:
    return [item for item in live_items(meeting.meeting_no, context) if item.state != "bound"]


_STEPS = {"draft": _draft, "close": _close, "refresh": _refresh, "freeze": _freeze}
