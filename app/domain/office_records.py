"""The records an office keeps: registers, topics, sessions, consultations, papers, archive; one per table row.

Times are aware. `fields` holds what the process handed over and no rule of the house reads by column. A file is the
mapping a form's file list gives: `{sha256, name, media_type, size}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

File = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch of the office (a `[D]` default of the catalogue); `type` is bool, int, str or json."""

    key: str
    type: str
    default: Any
    value: Any
    label_zh: str
    label_en: str
    article: str
    position: int
    changed_at: datetime | None = None
    changed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was given out; never given again, not even when its case ends."""

    series: str
    year: int
    sequence: int
    number: str
    allocated_at: datetime
    instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register (台帐): written once. A later row of the same key corrects or continues it."""

    id: str
    kind: str
    key: str
    owner: str
    """The record it belongs to: the key up to its first slash."""
    year: int
    row_no: int
    row: Mapping[str, Any]
    registered_at: datetime
    registered_by: str
    instance_id: str | None = None
    corrects: str | None = None
    """Id of the row before it with the same key."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a session (议题). States: consulting, pool, listed, ready, decided, withdrawn, not_proposed."""

    topic_no: str
    title: str
    unit: str
    state: str
    registered_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    instance_id: str | None = None
    meeting_no: str | None = None
    """The one session it is tied to (INV-09)."""
    result: str | None = None
    resolution_id: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session. States: planned, notified, materials_ready, opened, closed, ... (catalogue 4.6)."""

    meeting_no: str
    meeting_type: str
    title: str
    state: str
    starts_at: datetime
    place: str | None = None
    chair: str | None = None
    secretary: str | None = None
    session_type: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    instance_id: str | None = None
    agenda_closed_at: datetime | None = None
    frozen_at: datetime | None = None
    """When the session was opened; from then on no item is added (INV-12)."""
    ended_at: datetime | None = None
    total: int | None = None
    present: int | None = None
    quorum_met: bool | None = None
    quorum_basis: str | None = None
    """confirmed (forecast from the replies) or signed_in."""
    quorum_text: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A topic on a session's agenda. States: bound, ready, frozen, decided, released."""

    meeting_no: str
    topic_no: str
    state: str
    bound_at: datetime
    position: int | None = None
    package_id: str | None = None
    override_reason: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialPackage:
    """Materials as they were handed in for a session; every attempt is kept."""

    package_id: str
    topic_no: str
    meeting_no: str
    submitted_at: datetime
    is_late: bool
    problems: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited to a session. States: no_reply, confirmed, leave, leave_refused, withdrawn."""

    meeting_no: str
    user_id: str
    name: str
    post: str
    role: str
    """member, fixed, invited or topic."""
    state: str
    position: int
    posts: tuple[str, ...] = ()
    """All posts of the same role that the person holds (`quorum.base` posts)."""
    leave_reason: str | None = None
    substitute: str | None = None
    present: bool | None = None
    arrival: datetime | None = None
    absence_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a session resolved on one topic: the chair's summary (INV-13)."""

    resolution_id: str
    meeting_no: str
    topic_no: str
    position: int
    title: str
    unit: str
    result: str
    text: str
    executable: bool
    registered_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Consultation:
    """A draft sent to several bodies for their opinion. States: sent, collated, disposed."""

    consult_id: str
    case_kind: str
    case_no: str
    subject: str
    mode: str
    """strict (an answer is needed) or deemed (silence is no comment)."""
    state: str
    sent_at: datetime
    due_at: datetime | None = None
    instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one body was asked and answered. States: sent, answered, deemed_none, overdue, disposed."""

    request_key: str
    consult_id: str
    body: str
    body_name: str
    position: int
    state: str
    written_required: bool = False
    blocking: bool = False
    external: bool = False
    """The body has no users here: a clerk of the office types its answer."""
    article: str | None = None
    opinion: str | None = None
    text: str | None = None
    reason_no_reply: str | None = None
    written_doc: Any = None
    answered_at: datetime | None = None
    adopted: str | None = None
    adopted_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was made for a record, such as a notice or minutes."""

    id: str
    key: str
    template: str
    file: File
    created_at: datetime
    instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on somebody's desk, with its read receipt."""

    id: str
    template: str
    key: str
    user_id: str
    subject: str
    text: str
    documents: tuple[File, ...]
    sent_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """An archive file (案卷) of one case. States: collecting, packing, archived."""

    kind: str
    file_id: str
    state: str
    manifest: tuple[Mapping[str, Any], ...]
    """`{item, present, explained, documents}` by the manifest of the kind."""
    collected_at: datetime
    archive_no: str | None = None
    retention: str | None = None
    package: File | None = None
    packed_at: datetime | None = None
    instance_id: str | None = None
