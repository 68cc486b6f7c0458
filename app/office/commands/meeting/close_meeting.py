"""The session is over: its resolutions and what follows from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import BeginMinutes, CloseMeeting
from app.domain.context import CommandContext
from app.domain.office_records import MaterialPackage, Meeting, Resolution, Topic
from app.office.desk import once, records
from app.office.plain import files


@once
def close_meeting(command: CloseMeeting, context: CommandContext) -> dict[str, Any]:
    """Sort the resolutions: to be carried out, to be published, to be referred."""
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    rows.put(replace(meeting, state="closed", ended_at=command.meeting_end))
    made = rows.list(Resolution, meeting_no=command.meeting_no)
    view = {each.resolution_id: _view(each, context) for each in made}

    def those(*chosen: Resolution) -> list[dict[str, Any]]:
        return [view[each.resolution_id] for each in chosen]

    executable = [each for each in made if each.executable and each.fields.get("action_required") is True]
    open_ones = [each for each in made if each.fields.get("secrecy") is not True]
    publishable = [each for each in open_ones if each.fields.get("publishable") is True]
    party = [each for each in made if each.fields.get("refer_to") == "party_standing_committee"]
    plenary = [each for each in made if each.fields.get("refer_to") == "plenary"]
    return {
        "resolutions": those(*made),
        "executable_resolutions": those(*executable),
        "publishable_resolutions": those(*publishable),
        "party_referrals": those(*party),
        "plenary_referrals": those(*plenary),
        "publish_count": len(publishable),
        "party_count": len(party),
        "plenary_count": len(plenary),
    }


@once
def begin_minutes(command: BeginMinutes, context: CommandContext) -> dict[str, Any]:
    """The skeleton is being made."""
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    rows.put(replace(meeting, state="minutes_in_review"))
    return {"title": f"{meeting.title}纪要"}


def _view(resolution: Resolution, context: CommandContext) -> dict[str, Any]:
    rows = records(context)
    packages = rows.list(MaterialPackage, topic_no=resolution.topic_no, meeting_no=resolution.meeting_no)
    topic = rows.get(Topic, resolution.topic_no)
    draft = packages[-1].fields.get("formal_text") if packages else topic.fields.get("draft")
    names = ("resolution_id", "topic_no", "title", "unit", "text", "result")
    following = ("responsible_units", "co_units", "due", "refer_to")
    return {
        **{name: getattr(resolution, name) for name in names},
        **{name: resolution.fields.get(name) for name in following},
        "draft": files(draft),
    }
