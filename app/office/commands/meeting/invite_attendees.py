"""Who is invited to a session: the posts of DT-11 and the units of the agenda, expanded to people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import InviteAttendees
from app.domain.context import CommandContext
from app.domain.office_records import Attendee, Meeting
from app.office.desk import once, people, records
from app.office.plain import strings

_ROLES = (("members", "member"), ("fixed", "fixed"), ("invited", "invited"))


@once
def invite_attendees(command: InviteAttendees, context: CommandContext) -> dict[str, Any]:
    """One entry per person; member goes before fixed, invited and topic. Earlier replies are void."""
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    invited = _invited(command, context)
    for earlier in rows.list(Attendee, meeting_no=command.meeting_no):
        if earlier.user_id not in invited:
            rows.put(replace(earlier, state="withdrawn"))
    for attendee in invited.values():
        rows.put(attendee)
    if meeting.state in ("planned", "no_quorum"):
        rows.put(replace(meeting, state="notified"))
    invitees = [
        {"user": each.user_id, "name": each.name, "post": each.post, "role": each.role} for each in invited.values()
    ]
    return {"invitees": invitees, "recipients": list(invited)}


def _invited(command: InviteAttendees, context: CommandContext) -> dict[str, Attendee]:
    names = people(context)
    found: dict[str, Attendee] = {}
    for user, post, role in _places(command, context):
        known = found.get(user)
        if known is None:
            place = len(found) + 1
            found[user] = Attendee(command.meeting_no, user, names.name(user), post, role, "no_reply", place, (post,))
        elif known.role == role and post not in known.posts:
            found[user] = replace(known, posts=(*known.posts, post))
    return found


def _places(command: InviteAttendees, context: CommandContext) -> Iterator[tuple[str, str, str]]:
    """`(user, post, role)` in the order of precedence, a person as often as he has a place."""
    for column, role in _ROLES:
        for post in strings(command.rules.get(column)):
            for user in context.org.holders(post):
                yield user, post, role
    for item in command.agenda:
        for who in strings(item.get("attendees")):
            if context.org.has_group(who):
                for user in context.org.holders(who):
                    yield user, who, "topic"
            else:
                yield who, str(item.get("unit") or ""), "topic"
