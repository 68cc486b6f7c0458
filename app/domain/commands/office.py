"""What every command of the office shares, the switches, numbers, registers, papers and notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.commands import Command

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCommand(Command):
    """A command that workers call. Its answer is plain JSON (moments as ISO text).

    `task_id` is the external task that is worked on: a repeat of the same command for the same task (and `part`,
    where a task calls it more than once) changes nothing and gives the first answer.
    """

    task_id: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """One row of `bpmn/shared/settings.csv`, its default already of the row's type."""

    key: str
    type: str
    default: Any
    label_zh: str
    label_en: str
    article: str


@dataclass(frozen=True, slots=True)
class SeedSettings(Command):
    """Add the switches that are not there yet; what the office has set stays, labels and defaults follow the file."""

    rows: tuple[SwitchRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeSetting(Command):
    """An administrator sets a switch; logged with the value before. Raises `NotFound`, `InvalidInput`."""

    key: str
    value: Any
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateNumber(OfficeCommand):
    """The next number of a series in the year of the office. Answers `{number}`. Raises `InvalidInput`."""

    series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRecord(OfficeCommand):
    """Append a row to a register; of the same key, the row corrects the one before it.

    Answers `{registered_at, row_no}`. A person who corrects gives a `reason`. Some kinds also create or move a record,
    see docs/reference/office-records.md.
    """

    kind: str
    key: str
    row: Json = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPaper(OfficeCommand):
    """Keep a document made for the record `key`. Answers its file reference `{sha256, name, media_type, size}`."""

    template: str
    key: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNotices(OfficeCommand):
    """Put a notice on the desk of everybody in `recipients` (user and group ids, nested lists are flattened).

    Answers `{sent, failed, failed_count}`; failed are the recipients behind whom there is nobody.
    """

    template: str
    key: str
    recipients: tuple[Any, ...]
    subject: str
    text: str = ""
    documents: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNotice(Command):
    """The receiver has read a notice; the first time counts."""

    notice_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchUrge(OfficeCommand):
    """Enter an urge (催办登记) and, for `mode` system, put it on the desks. Answers `{urge_id, sent, failed}`.

    `kind`: remind, overdue, escalate, bulletin (candidate of the next 《督查通报》), manual or alarm.
    """

    kind: str
    key: str
    text: str
    recipients: tuple[Any, ...]
    deadline_id: str | None = None
    due: datetime | None = None
    mode: str = "system"
    note: str | None = None
    urged_by: str | None = None
