"""Lists and files of the office's records. The history of a switch is `OperationQuery(entity="Setting", ...)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.office_records import (
    AgendaItem,
    Attendee,
    Consultation,
    MaterialPackage,
    Meeting,
    Opinion,
    Paper,
    RegisterRow,
    Resolution,
    Topic,
)
from app.domain.queries.common import ALL_ROWS, Paging, Sort


@dataclass(frozen=True, slots=True)
class TopicQuery:
    """Topics of instances the actor may see. Answered with a `Page` of `Topic`. Sort: registered number state unit."""

    numbers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    unit: str | None = None
    meeting_no: str | None = None
    text: str | None = None
    """In number or title."""
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class MeetingQuery:
    """Sessions of instances the actor may see. Answered with a `Page` of `Meeting`. Sort: start number state."""

    numbers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    meeting_type: str | None = None
    text: str | None = None
    after: datetime | None = None
    before: datetime | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class ArchiveQuery:
    """Archive files of instances the actor may see. Answered with a `Page` of `ArchiveFile`. Sort: collected number."""

    kind: str | None = None
    file_ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    text: str | None = None
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Rows of the registers, of instances the actor may see. Answered with a `Page` of `RegisterRow`. Sort: at row."""

    kind: str | None = None
    keys: tuple[str, ...] = ()
    owner: str | None = None
    instance_ids: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class NoticeQuery:
    """The actor's own notices, newest first. Answered with a `Page` of `Notice`. Sort: sent."""

    unread: bool | None = None
    keys: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    page: Paging = ALL_ROWS


@dataclass(frozen=True, slots=True)
class SwitchQuery:
    """Every switch of the office in the order of the file. Answered with a tuple of `Switch`."""


@dataclass(frozen=True, slots=True)
class MeetingsHeldQuery:
    """How many sessions of a type were opened from `start` on and before `end`. Answered with an int."""

    meeting_type: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class NamesQuery:
    """Names of people and groups. Answered with a mapping id -> name; an unknown id is its own name."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicFileQuery:
    """All there is of one topic the actor may see. Answered with a `TopicFile`. Raises `NotFound`."""

    topic_no: str


@dataclass(frozen=True, slots=True)
class MeetingFileQuery:
    """All there is of one session the actor may see. Answered with a `MeetingFile`. Raises `NotFound`."""

    meeting_no: str


@dataclass(frozen=True, slots=True)
class VerifyArchive:
    """Whether every file of an archive file still has its checksum. Answered with the problems found, as texts."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class TopicFile:
    """A topic with what belongs to it; `names` has the people and units that appear."""

    topic: Topic
    consultations: tuple[Consultation, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    packages: tuple[MaterialPackage, ...] = ()
    papers: tuple[Paper, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """A session with what belongs to it; `topics` in the order of the agenda."""

    meeting: Meeting
    agenda: tuple[AgendaItem, ...] = ()
    topics: tuple[Topic, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    records: tuple[RegisterRow, ...] = ()
    papers: tuple[Paper, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
