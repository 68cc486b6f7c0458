"""What a worker may ask of the office. Every writing call is done once per external task: a repeat answers the same."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Answer = dict[str, Any]
"""Plain JSON; moments are ISO text."""


class OfficeCalls(Protocol):
    """The way to the office's commands and queries, by name, in plain JSON."""

    def command(self, task_id: str, name: str, arguments: Mapping[str, Any]) -> Any:
        """Carry out a command for a task. Raises `Refused`."""

    def query(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Answer a query. Raises `Refused`."""

    def file(self, sha256: str) -> bytes:
        """The content of a stored file. Raises `Refused`."""


@dataclass(frozen=True, slots=True)
class OfficeClient:
    """The office, for one task. What the answers hold: docs/reference/office-records.md."""

    calls: OfficeCalls
    task_id: str

    # Numbers, registers, papers, notices

    def allocate_number(self, series: str) -> str:
        """The next number of a series."""
        return str(self._do("AllocateNumber", series=series)["number"])

    def register(self, kind: str, key: str, row: Mapping[str, Any]) -> tuple[datetime, int]:
        """Append a row; returns when, and its running number."""
        answer = self._do("RegisterRecord", kind=kind, key=key, row=row)
        return datetime.fromisoformat(answer["registered_at"]), int(answer["row_no"])

    def keep_paper(self, template: str, key: str, name: str, media_type: str, content: bytes) -> Answer:
        """Store a document made for a record; returns its file reference."""
        encoded = base64.b64encode(content).decode()
        return self._do("KeepPaper", template=template, key=key, name=name, media_type=media_type, content=encoded)

    def send_notices(
        self, template: str, key: str, recipients: Any, subject: str, text: str, documents: Iterable[Any] = ()
    ) -> Answer:
        """`{sent, failed, failed_count}`."""
        told = {"subject": subject, "text": text, "documents": list(documents)}
        return self._do("SendNotices", template=template, key=key, recipients=recipients, **told)

    def dispatch_urge(self, kind: str, key: str, text: str, recipients: Any, **more: Any) -> Answer:
        """`{urge_id, sent, failed}`; more: deadline_id, due, mode, note, urged_by."""
        return self._do("DispatchUrge", kind=kind, key=key, text=text, recipients=recipients, **more)

    # Cases

    def send_consultation(self, case_kind: str, case_no: str, subject: str, bodies: Any, **more: Any) -> Answer:
        """`{consult_id, requests, recipients}`; more: mode, due."""
        case = {"case_kind": case_kind, "case_no": case_no, "subject": subject}
        return self._do("SendConsultation", **case, bodies=bodies, **more)

    def collate_consultation(self, consult_id: str, mode: str) -> Answer:
        """`{opinions, has_disagreement, answered, silent, dispositions}`."""
        return self._do("CollateConsultation", consult_id=consult_id, mode=mode)

    def submit_materials(self, topic_no: str, meeting_no: str, package: Mapping[str, Any], **more: Any) -> Answer:
        """`{complete, problems, refusal_text, late, session_open, package_id}`; more: defects, submitted_at, due."""
        return self._do("SubmitMaterials", topic_no=topic_no, meeting_no=meeting_no, package=package, **more)

    def collect_archive(self, kind: str, file_id: str, **more: Any) -> Answer:
        """`{manifest, missing, missing_count}`; more: missing_reason, hand_over_to, added_documents."""
        return self._do("CollectArchive", kind=kind, file_id=file_id, **more)

    def number_archive(self, kind: str, file_id: str, retention: str) -> Answer:
        """`{archive_no, manifest, records}`."""
        return self._do("NumberArchive", kind=kind, file_id=file_id, retention=retention)

    def close_archive(self, kind: str, file_id: str, package: Mapping[str, Any]) -> Answer:
        """`{archive_no, package}`."""
        return self._do("CloseArchive", kind=kind, file_id=file_id, package=package)

    # Sessions

    def bind_topic(self, topic_no: str, meeting_ref: str, order: int | None) -> Answer:
        """`{bound, refusal_text, meeting_no, meeting_start, session_type}`."""
        return self._do("BindTopic", topic_no=topic_no, meeting_ref=meeting_ref, order=order)

    def admit_topic(self, topic_no: str, meeting_no: str, **more: Any) -> Answer:
        """`{bound, refusal_text}`; more: package_id, override_reason."""
        return self._do("AdmitTopic", topic_no=topic_no, meeting_no=meeting_no, **more)

    def release_topic(self, topic_no: str, meeting_no: str) -> None:
        """Take a topic off the agenda."""
        self._do("ReleaseTopic", topic_no=topic_no, meeting_no=meeting_no)

    def build_agenda(self, meeting_no: str, mode: str) -> Answer:
        """`{agenda, agenda_count, attendees}`."""
        return self._do("BuildAgenda", meeting_no=meeting_no, mode=mode)

    def cancel_meeting(self, meeting_no: str, reason: str | None) -> Answer:
        """`{ready_topics}`."""
        return self._do("CancelMeeting", meeting_no=meeting_no, reason=reason)

    def invite_attendees(self, meeting_no: str, rules: Mapping[str, Any], agenda: Any) -> Answer:
        """`{invitees, recipients}`."""
        return self._do("InviteAttendees", meeting_no=meeting_no, rules=rules, agenda=agenda)

    def tally_attendance(self, meeting_no: str, basis: str, signed_in: Any = ()) -> Answer:
        """`{attendance, present_count, leave_count, absent_count, members_total, members_present}`."""
        return self._do("TallyAttendance", meeting_no=meeting_no, basis=basis, signed_in=list(signed_in))

    def check_quorum(self, meeting_no: str, rule: str, present: int, total: int, basis: str) -> Answer:
        """`{quorum_met, quorum_text}`."""
        counted = {"present": present, "total": total, "basis": basis}
        return self._do("CheckQuorum", meeting_no=meeting_no, rule=rule, **counted)

    def register_resolution(
        self, meeting_no: str, topic_no: str, resolution: Mapping[str, Any], executable: bool
    ) -> str:
        """The resolution id."""
        said = {"resolution": resolution, "executable": executable}
        return str(self._do("RegisterResolution", meeting_no=meeting_no, topic_no=topic_no, **said)["resolution_id"])

    def close_meeting(self, meeting_no: str, meeting_end: datetime) -> Answer:
        """The resolutions and what follows from them."""
        return self._do("CloseMeeting", meeting_no=meeting_no, meeting_end=meeting_end)

    def begin_minutes(self, meeting_no: str) -> str:
        """The title of the minutes."""
        return str(self._do("BeginMinutes", meeting_no=meeting_no)["title"])

    # Questions

    def topic(self, topic_no: str) -> Answer:
        """A topic's file: topic, consultations, opinions, packages, papers, resolutions, names."""
        return self._ask("TopicFileQuery", topic_no=topic_no)

    def meeting(self, meeting_no: str) -> Answer:
        """A session's file: meeting, agenda, topics, attendees, resolutions, records, papers, names."""
        return self._ask("MeetingFileQuery", meeting_no=meeting_no)

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """Id -> name of people and groups."""
        return self._ask("NamesQuery", ids=list(ids))

    def meetings_held(self, meeting_type: str, start: datetime, end: datetime) -> int:
        """How many sessions were opened from `start` on and before `end`."""
        return int(
            self.calls.query("MeetingsHeldQuery", _sent({"meeting_type": meeting_type, "start": start, "end": end}))
        )

    def file(self, sha256: str) -> bytes:
        """The content of a stored file."""
        return self.calls.file(sha256)

    def _do(self, command: str, /, **arguments: Any) -> Answer:
        answer: Answer = self.calls.command(self.task_id, command, _sent(arguments))
        return answer

    def _ask(self, query: str, /, **arguments: Any) -> Answer:
        answer: Answer = self.calls.query(query, _sent(arguments))
        return answer


def _sent(value: Any) -> Any:
    """The value as JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _sent(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_sent(each) for each in value]
    return value
