"""Documents of a record, rendered as docx and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.worker_sdk import Refused, Task, worker
from workers.papers import layout, meetings, topics


@worker("document.render", lease_s=300)
def render(task: Task) -> dict[str, object]:
    """By `template`; the record is read by `key` (topic or meeting number)."""
    template = task.text("template")
    maker = _MAKERS.get(template)
    if maker is None:
        raise Refused("invalid_input", f"there is no template {template}")
    name, content = maker(task)
    return {"document": [keep(task, template, task.text("key"), name, content)]}


def keep(task: Task, template: str, key: str, name: str, content: bytes) -> dict[str, Any]:
    """Store a docx for the record."""
    media_type = layout.DOCX if name.endswith(".docx") else "application/octet-stream"
    return task.office.keep_paper(template, key, name, media_type, content)


def _application(task: Task) -> tuple[str, bytes]:
    file = task.office.topic(task.text("key"))
    return "议题申报表.docx", topics.application(file, task.zone)


def _checklist(task: Task) -> tuple[str, bytes]:
    file = task.office.topic(task.text("key"))
    return "上会材料清单.docx", topics.checklist(file, task.zone)


def _sign_in_sheet(task: Task) -> tuple[str, bytes]:
    file = task.office.meeting(task.text("key"))
    return "签到表.docx", meetings.sign_in_sheet(file, task.zone)


def _minutes(task: Task) -> tuple[str, bytes]:
    file = task.office.meeting(task.text("key"))
    approved = next((each for each in task.items("source") if isinstance(each, dict)), None)
    if approved is None:
        raise Refused("invalid_input", "variable source is no file")
    content = meetings.issued_minutes(task.office.file(approved["sha256"]), file)
    return str(approved.get("name") or "会议纪要.docx"), content


def _referral(task: Task) -> tuple[str, bytes]:
    file, meeting = task.office.topic(task.text("key")), task.office.meeting(task.text("meeting_no"))
    return "送审件.docx", topics.referral(file, meeting, task.zone)


_MAKERS: dict[str, Callable[[Task], tuple[str, bytes]]] = {
    "topic_application": _application,
    "material_checklist": _checklist,
    "sign_in_sheet": _sign_in_sheet,
    "minutes": _minutes,
    "party_referral": _referral,
}
