"""The agenda of a session: which topics are on it, in which order, and who is concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.context import CommandContext
from app.domain.errors import RuleViolated
from app.domain.office_records import AgendaItem, MaterialPackage, Meeting, Topic
from app.office.desk import records
from app.office.plain import files, strings

OPEN_FOR_MATERIALS = frozenset({"planned", "notified", "materials_ready"})
OPEN_FOR_TOPICS = OPEN_FOR_MATERIALS | {"no_quorum"}
_LAST = 1_000_000


def live_items(meeting_no: str, context: CommandContext) -> list[AgendaItem]:
    """The items on the agenda: by the wanted place, then by the time of listing."""
    items = records(context).list(AgendaItem, meeting_no=meeting_no)
    on_it = [item for item in items if item.state != "released"]
    return sorted(on_it, key=lambda item: (_LAST if item.position is None else item.position, item.bound_at))


def refuse_when_begun(meeting: Meeting) -> None:
    """INV-12: no item is added once the session is open. Raises `RuleViolated`."""
    if meeting.frozen_at is not None:
        raise RuleViolated(
            f"{meeting.title}已经开会，议程已锁定。第五十八条：「未按程序审定的议题一律不得临时动议提交上会」",
            f"session {meeting.meeting_no} is open: its agenda is frozen (INV-12)",
            "58",
        )


def release(topic_no: str, meeting_no: str, context: CommandContext) -> None:
    """Take a topic off an agenda; off it already: nothing."""
    item = records(context).find(AgendaItem, meeting_no, topic_no, lock=True)
    if item is not None and item.state in ("bound", "ready"):
        records(context).put(replace(item, state="released"))


def to_pool(topic_no: str, meeting_no: str, context: CommandContext) -> None:
    """Release a topic and put it back into the pool (待议题库), where it is still tied to this session."""
    release(topic_no, meeting_no, context)
    topic = records(context).get(Topic, topic_no, lock=True)
    if topic.meeting_no == meeting_no:
        records(context).put(replace(topic, state="pool", meeting_no=None))


def views(items: Iterable[AgendaItem], context: CommandContext) -> list[dict[str, Any]]:
    """The items as the diagrams read them."""
    return [_view(item, order, context) for order, item in enumerate(items, start=1)]


def _view(item: AgendaItem, order: int, context: CommandContext) -> dict[str, Any]:
    rows = records(context)
    topic = rows.get(Topic, item.topic_no)
    package = rows.find(MaterialPackage, item.package_id) if item.package_id else None
    handed_in: Mapping[str, Any] = package.fields if package is not None else {}
    heads = unit_heads([topic.unit, *strings(topic.fields.get("related_units"))], context)
    reporter = handed_in.get("reporter") or next(iter(_holders(heads[:1], context)), None)
    return {
        "topic_no": topic.topic_no,
        "title": topic.title,
        "unit": topic.unit,
        "reporter": reporter,
        "order": order,
        "target": topic.fields.get("target"),
        **{name: topic.fields.get(name) is True for name in ("policy", "legal", "fiscal_funds", "commendation")},
        "documents": files(
            *(handed_in.get(name) for name in ("formal_text", "explanation_files", "other_reference")),
            None if handed_in else topic.fields.get("draft"),
        ),
        "attendees": list(dict.fromkeys([*strings(reporter), *heads])),
        "state": item.state,
    }


def unit_heads(units: Iterable[str], context: CommandContext) -> list[str]:
    """The groups of the heads of units, each once; a unit without one stands for itself."""
    known = context.org.has_group
    return list(dict.fromkeys(f"{unit}_head" if known(f"{unit}_head") else unit for unit in units))


def _holders(groups: Iterable[str], context: CommandContext) -> list[str]:
    return [user for group in groups for user in context.org.holders(group)]
