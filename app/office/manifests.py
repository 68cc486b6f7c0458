"""What belongs into an archive file, kind by kind (Art. 46, 63, 73, 82)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain.context import CommandContext
from app.domain.office_records import (
    AgendaItem,
    ArchiveFile,
    Consultation,
    MaterialPackage,
    Meeting,
    Opinion,
    Paper,
    Resolution,
    Topic,
)
from app.office.desk import records
from app.office.plain import files
from app.office.registers import current_rows

Item = dict[str, Any]
"""`{item, present, documents}`; `explained` is added where the collector gave a reason."""

Collector = Callable[[str, CommandContext], list[Item]]


def item(name: str, present: bool, *documents: Any) -> Item:
    """One line of a manifest."""
    return {"item": name, "present": present, "documents": files(*documents)}


def executive_topic(topic_no: str, context: CommandContext) -> list[Item]:
    """议题申报材料 of one topic."""
    rows = records(context)
    topic = rows.get(Topic, topic_no)
    packages = rows.list(MaterialPackage, topic_no=topic_no)
    handed_in = packages[-1].fields if packages else {}
    opinions = [
        opinion
        for consultation in rows.list(Consultation, case_no=topic_no)
        for opinion in rows.list(Opinion, consult_id=consultation.consult_id)
    ]
    made = papers(topic_no, context)
    return [
        item("议题申报表", "topic_application" in made, topic.fields.get("draft"), made.get("topic_application")),
        item("征求意见材料", bool(opinions), [opinion.written_doc for opinion in opinions]),
        item(
            "上会材料",
            bool(packages),
            *(handed_in.get(name) for name in ("formal_text", "explanation_files", "other_reference")),
            made.get("material_checklist"),
        ),
        item("审议结果", topic.resolution_id is not None),
    ]


def executive_meeting(meeting_no: str, context: CommandContext) -> list[Item]:
    """议题申报材料, 会议记录, 会议纪要 and, where a topic was referred, the result (Art. 63)."""
    rows = records(context)
    meeting = rows.get(Meeting, meeting_no)
    decided = [each for each in rows.list(AgendaItem, meeting_no=meeting_no) if each.state == "decided"]
    topics = [each for topic in decided for each in executive_topic(topic.topic_no, context)[:3]]
    keys = {f"{meeting_no}/{each.topic_no}" for each in decided}
    handed_over = [
        _documents(row.row["manifest"]) for row in current_rows("hand_over", context, owner=meeting_no).values()
    ]
    made = papers(meeting_no, context)
    found = [
        item("会议通知与签到", "meeting_notice" in made, made.get("meeting_notice"), made.get("sign_in_sheet")),
        item("议题申报材料", all(each["present"] for each in topics), *_documents(topics), handed_over),
        item("会议记录", keys <= current_rows("meeting_record", context, owner=meeting_no).keys()),
        item("会议纪要", meeting.fields.get("minutes_no") is not None, meeting.fields.get("minutes")),
    ]
    referred = [
        each.topic_no
        for each in rows.list(Resolution, meeting_no=meeting_no)
        if each.fields.get("refer_to") == "party_standing_committee"
    ]
    if referred:
        results = {no: row for no in referred for row in current_rows("party_referral", context, key=no).values()}
        documents = [results[topic].row.get("document") for topic in referred if topic in results]
        found.append(item("区委常委会审定结果", all(topic in results for topic in referred), documents))
    return found


def plain_meeting(meeting_no: str, context: CommandContext) -> list[Item]:
    """会议记录 and 会议纪要: what every other kind of session leaves behind."""
    meeting = records(context).get(Meeting, meeting_no)
    return [
        item("会议记录", bool(current_rows("meeting_record", context, owner=meeting_no))),
        item("会议纪要", meeting.fields.get("minutes_no") is not None, meeting.fields.get("minutes")),
    ]


def _documents(manifest: Iterable[Mapping[str, Any]]) -> list[Any]:
    return [each["documents"] for each in manifest]


def papers(key: str, context: CommandContext) -> dict[str, Any]:
    """Template -> the newest paper made for a record."""
    return {paper.template: paper.file for paper in records(context).list(Paper, key=key)}


def file_of(kind: str, file_id: str, context: CommandContext) -> ArchiveFile:
    """The archive file. Raises `NotFound`."""
    return records(context).get(ArchiveFile, kind, file_id, lock=True)


COLLECTORS: Mapping[str, Collector] = {
    "executive_topic": executive_topic,
    "executive_meeting": executive_meeting,
    "plenary_meeting": plain_meeting,
    "mayor_office_meeting": plain_meeting,
    "special_topic_meeting": plain_meeting,
}
