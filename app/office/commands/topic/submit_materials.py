"""Takes in materials (Art. 52): 30 copies, complete, in time."""

from __future__ import annotations

from typing import Any

from app.domain.commands.office_cases import SubmitMaterials
from app.domain.context import CommandContext
from app.domain.office_records import AgendaItem, MaterialPackage, Meeting, Topic
from app.office.agenda import OPEN_FOR_MATERIALS
from app.office.desk import once, records
from app.office.plain import plain


@once
def submit_materials(command: SubmitMaterials, context: CommandContext) -> dict[str, Any]:
    """Keep the package and say whether it is complete, late, and whether the session still takes it."""
    rows = records(context)
    rows.get(Topic, command.topic_no)
    meeting = rows.get(Meeting, command.meeting_no)
    problems = [*command.defects, *_too_few_copies(command, context)]
    package = MaterialPackage(
        context.ids.new(),
        command.topic_no,
        command.meeting_no,
        command.submitted_at,
        command.submitted_at > command.due,
        tuple(dict.fromkeys(problems)),
        plain(command.package),
    )
    rows.add(package)
    refusal = "材料不符合第五十二条的要求：" + "；".join(package.problems) if package.problems else None
    item = rows.find(AgendaItem, command.meeting_no, command.topic_no)
    on_agenda = item is not None and item.state in ("bound", "ready")
    return {
        "complete": not package.problems,
        "problems": package.problems,
        "refusal_text": refusal,
        "late": package.is_late,
        "session_open": on_agenda and meeting.frozen_at is None and meeting.state in OPEN_FOR_MATERIALS,
        "package_id": package.package_id,
    }


def _too_few_copies(command: SubmitMaterials, context: CommandContext) -> list[str]:
    needed = context.settings.get("materials.copies")
    copies = command.package.get("copies")
    return [] if copies is not None and copies >= needed else [f"份数不足{needed}份"]
