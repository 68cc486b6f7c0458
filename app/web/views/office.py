"""Topics, sessions and archive files as JSON; words of the registers in the request's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.domain.files import file_refs
from app.domain.office_records import (
    AgendaItem,
    ArchiveFile,
    Attendee,
    Consultation,
    MaterialPackage,
    Meeting,
    Opinion,
    Paper,
    Resolution,
    Topic,
)
from app.domain.queries.office import MeetingFile, TopicFile
from app.web.views.lights import iso
from app.web.views.people import name_of_group, person
from app.web.words import word

Json = dict[str, Any]


def topic_row(topic: Topic, meetings: Mapping[str, Meeting]) -> Json:
    """A topic; its session is a link where the reader may see it (`id` is null elsewhere)."""
    return {
        "id": topic.topic_no,
        "number": topic.topic_no,
        "title": topic.title,
        "unit": topic.unit,
        "unit_name": name_of_group(topic.unit),
        "state": topic.state,
        "state_name": word("topic", topic.state),
        "registered": iso(topic.registered_at),
        "result": topic.result,
        "result_name": word("result", topic.result),
        "instance_id": topic.instance_id,
        "meeting": _meeting_link(topic.meeting_no, meetings),
    }


def topic_detail(file: TopicFile, meetings: Mapping[str, Meeting], seen: Collection[str]) -> Json:
    """A topic with its consultations, materials, papers and results; `seen` are the cases the reader may open."""
    return {
        **topic_row(file.topic, meetings),
        "consultations": [_consultation(each, file.opinions) for each in file.consultations],
        "materials": [_package(each) for each in file.packages],
        "papers": [_paper(each, seen) for each in file.papers],
        "resolutions": [_resolution(each) for each in file.resolutions],
    }


def meeting_row(meeting: Meeting) -> Json:
    """A session."""
    return {
        "id": meeting.meeting_no,
        "number": meeting.meeting_no,
        "name": meeting.title,
        "type": meeting.meeting_type,
        "state": meeting.state,
        "state_name": word("meeting", meeting.state),
        "starts_at": iso(meeting.starts_at),
        "ended": iso(meeting.ended_at),
        "place": meeting.place,
        "chair": person(meeting.chair),
        "secretary": person(meeting.secretary),
        "instance_id": meeting.instance_id,
    }


def meeting_detail(file: MeetingFile, seen: Collection[str]) -> Json:
    """A session with agenda, attendance, quorum, resolutions, minutes and papers; `seen` as for topics."""
    topics = {topic.topic_no: topic for topic in file.topics}
    results = {each.topic_no: each.result for each in file.resolutions}
    return {
        **meeting_row(file.meeting),
        "quorum": _quorum(file.meeting),
        "agenda": [_item(each, topics[each.topic_no], results.get(each.topic_no)) for each in file.agenda],
        "attendance": [_attendee(each) for each in file.attendees],
        "resolutions": [_resolution(each) for each in file.resolutions],
        "minutes": _minutes(file.meeting),
        "papers": [_paper(each, seen) for each in file.papers],
    }


def archive_row(file: ArchiveFile) -> Json:
    """An archive file; `missing` counts what is neither there nor explained."""
    lacking = [each for each in file.manifest if not each["present"] and not each.get("explained")]
    return {
        "id": f"{file.kind}:{file.file_id}",
        "kind": file.kind,
        "kind_name": word("archive_kind", file.kind),
        "file_id": file.file_id,
        "number": file.archive_no,
        "state": file.state,
        "state_name": word("archive", file.state),
        "retention": file.retention,
        "retention_name": word("retention", file.retention),
        "collected": iso(file.collected_at),
        "packed": iso(file.packed_at),
        "missing": len(lacking),
        "instance_id": file.instance_id,
    }


def archive_detail(file: ArchiveFile) -> Json:
    """An archive file with its manifest and its package."""
    return {
        **archive_row(file),
        "manifest": [
            {
                "item": each["item"],
                "present": each["present"],
                "explained": each.get("explained"),
                "documents": _files(each.get("documents")),
            }
            for each in file.manifest
        ],
        "package": next(iter(_files(file.package)), None),
    }


def _meeting_link(number: str | None, meetings: Mapping[str, Meeting]) -> Json | None:
    if number is None:
        return None
    meeting = meetings.get(number)
    return {"id": number if meeting else None, "number": number, "name": meeting.title if meeting else number}


def _files(*values: Any) -> list[Json]:
    found = {file.sha256: file for value in values for file in file_refs(value)}
    return [
        {"sha256": each.sha256, "name": each.name, "size": each.size, "media_type": each.media_type}
        for each in found.values()
    ]


def _paper(paper: Paper, seen: Collection[str]) -> Json:
    # A file is given out through its case; without one there is nothing to click.
    return {
        "template": paper.template,
        "created": iso(paper.created_at),
        "instance_id": paper.instance_id if paper.instance_id in seen else None,
        "files": _files(paper.file),
    }


def _package(package: MaterialPackage) -> Json:
    return {
        "id": package.package_id,
        "meeting_id": package.meeting_no,
        "submitted": iso(package.submitted_at),
        "late": package.is_late,
        "problems": list(package.problems),
        "files": _files(package.fields),
    }


def _consultation(consultation: Consultation, opinions: Iterable[Opinion]) -> Json:
    return {
        "id": consultation.consult_id,
        "subject": consultation.subject,
        "mode": consultation.mode,
        "state": consultation.state,
        "state_name": word("consultation", consultation.state),
        "sent": iso(consultation.sent_at),
        "due": iso(consultation.due_at),
        "opinions": [_opinion(each) for each in opinions if each.consult_id == consultation.consult_id],
    }


def _opinion(opinion: Opinion) -> Json:
    return {
        "body": opinion.body,
        "body_name": opinion.body_name,
        "state": opinion.state,
        "state_name": word("opinion_state", opinion.state),
        "opinion": opinion.opinion,
        "opinion_name": word("opinion", opinion.opinion),
        "text": opinion.text,
        "answered": iso(opinion.answered_at),
        "adopted": opinion.adopted,
        "adopted_name": word("adopted", opinion.adopted),
        "adopted_reason": opinion.adopted_reason,
        "files": _files(opinion.written_doc),
    }


def _item(item: AgendaItem, topic: Topic, result: str | None) -> Json:
    return {
        "topic_id": item.topic_no,
        "number": item.topic_no,
        "title": topic.title,
        "unit": topic.unit,
        "unit_name": name_of_group(topic.unit),
        "state": item.state,
        "state_name": word("agenda_item", item.state),
        "result": result,
        "result_name": word("result", result),
    }


def _attendee(attendee: Attendee) -> Json:
    return {
        "user_id": attendee.user_id,
        "name": attendee.name,
        "post": name_of_group(attendee.post),
        "role": attendee.role,
        "role_name": word("role", attendee.role),
        "state": attendee.state,
        "state_name": word("reply", attendee.state),
        "leave_reason": attendee.leave_reason,
        "present": attendee.present,
        "arrival": iso(attendee.arrival),
    }


def _resolution(resolution: Resolution) -> Json:
    units = resolution.fields.get("responsible_units")
    return {
        "number": resolution.resolution_id,
        "topic_id": resolution.topic_no,
        "meeting_id": resolution.meeting_no,
        "title": resolution.title,
        "result": resolution.result,
        "result_name": word("result", resolution.result),
        "summary": resolution.text,
        "responsible_units": [name_of_group(unit) for unit in units] if isinstance(units, list | tuple) else [],
    }


def _quorum(meeting: Meeting) -> Json | None:
    if meeting.quorum_met is None:
        return None
    return {
        "present": meeting.present,
        "total": meeting.total,
        "reached": meeting.quorum_met,
        "basis": meeting.quorum_basis,
        "text": meeting.quorum_text,
    }


def _minutes(meeting: Meeting) -> Json | None:
    number = meeting.fields.get("minutes_no")
    return None if number is None else {"number": number, "files": _files(meeting.fields.get("minutes"))}
