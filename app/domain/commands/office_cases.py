"""Consultations, materials and archive files: what happens to a case of the office outside its session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.commands.office import Json, OfficeCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class SendConsultation(OfficeCommand):
    """Ask bodies for their opinion. Answers `{consult_id, requests, recipients}` (process-contracts, consult.fanout).

    `bodies`: `{body, written_required, blocking, article}`.
    """

    case_kind: str
    case_no: str
    subject: str
    bodies: tuple[Json, ...]
    mode: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateConsultation(OfficeCommand):
    """Close a consultation: the silent become 视同无意见 where `mode` is deemed.

    Answers `{opinions, has_disagreement, answered, silent, dispositions}`.
    """

    consult_id: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitMaterials(OfficeCommand):
    """Take in the materials of a topic for a session; every attempt is kept.

    Answers `{complete, problems, refusal_text, late, session_open, package_id}`. Art. 52, DL-11.
    """

    topic_no: str
    meeting_no: str
    submitted_at: datetime
    due: datetime
    defects: tuple[str, ...] = ()
    package: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectArchive(OfficeCommand):
    """Collect what belongs to an archive file by the manifest of its kind.

    Answers `{manifest, missing, missing_count}`. A missing item with a reason counts as explained.
    With `hand_over_to` (a session) a topic's papers join its file.
    """

    kind: str
    file_id: str
    missing_reason: str | None = None
    hand_over_to: str | None = None
    added_documents: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberArchive(OfficeCommand):
    """Give a collected file its 归档号 and take its contents for packing. Answers `{archive_no, manifest, records}`."""

    kind: str
    file_id: str
    retention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseArchive(OfficeCommand):
    """The package is made: the file is archived for good. Answers `{archive_no, package}`."""

    kind: str
    file_id: str
    package: Json = field(default_factory=dict)
