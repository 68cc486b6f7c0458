"""Office tables (`of_*`): the columns are the fields of the records in `app.domain.office_records`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from app.persistence.tables.base import metadata
from app.persistence.types import JsonText, UtcDateTime


def _key(name: str, kind: type[Any] = Text) -> Column[Any]:
    return Column(name, kind, primary_key=True)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


def _maybe(name: str, kind: type[Any] = Text) -> Column[Any]:
    return Column(name, kind)


def _of(name: str, kind: type[Any]) -> Column[Any]:
    return Column(name, kind, nullable=False)


switch = Table(
    "of_switch", metadata,
    _key("key"), _text("type"), _maybe("default", JsonText), _maybe("value", JsonText),
    _text("label_zh"), _text("label_en"), _text("article"), _of("position", Integer),
    _maybe("changed_at", UtcDateTime), _maybe("changed_by"),
)  # fmt: skip

series = Table("of_series", metadata, _key("series"), _key("year", Integer), _of("last", Integer))
"""The counter rows; who takes a number holds the row until the end of the transaction."""

number = Table(
    "of_number", metadata,
    _key("series"), _key("year", Integer), _key("sequence", Integer),
    _text("number"), _of("allocated_at", UtcDateTime), _maybe("instance_id"),
    UniqueConstraint("number"),
)  # fmt: skip

register = Table(
    "of_register", metadata,
    _key("id"), _text("kind"), _text("key"), _text("owner"), _of("year", Integer),
    _of("row_no", Integer), _of("row", JsonText), _of("registered_at", UtcDateTime), _text("registered_by"),
    _maybe("instance_id"), _maybe("corrects"), _maybe("reason"),
    UniqueConstraint("kind", "year", "row_no"), UniqueConstraint("corrects"), Index(None, "kind", "key"),
    Index(None, "owner"),     Index(None, "instance_id"),
)  # fmt: skip

topic = Table(
    "of_topic", metadata,
    _key("topic_no"), _text("title"), _text("unit"), _text("state"), _of("registered_at", UtcDateTime),
    _of("fields", JsonText), _maybe("instance_id"), _maybe("meeting_no"), _maybe("result"), _maybe("resolution_id"),
    Index(None, "state", "registered_at"), Index(None, "unit", "registered_at"), Index(None, "meeting_no"),
    Index(None, "instance_id"),
)  # fmt: skip

meeting = Table(
    "of_meeting", metadata,
    _key("meeting_no"), _text("meeting_type"), _text("title"), _text("state"), _of("starts_at", UtcDateTime),
    _maybe("place"), _maybe("chair"), _maybe("secretary"), _maybe("session_type"), _of("fields", JsonText),
    _maybe("instance_id"), _maybe("agenda_closed_at", UtcDateTime), _maybe("frozen_at", UtcDateTime),
    _maybe("ended_at", UtcDateTime), _maybe("total", Integer), _maybe("present", Integer),
    _maybe("quorum_met", Boolean), _maybe("quorum_basis"), _maybe("quorum_text"),
    Index(None, "starts_at"), Index(None, "meeting_type", "frozen_at"), Index(None, "instance_id"),
)  # fmt: skip

agenda_item = Table(
    "of_agenda_item", metadata,
    _key("meeting_no"), _key("topic_no"), _text("state"), _of("bound_at", UtcDateTime),
    _maybe("position", Integer), _maybe("package_id"), _maybe("override_reason"),
)  # fmt: skip

package = Table(
    "of_material_package", metadata,
    _key("package_id"), _text("topic_no"), _text("meeting_no"), _of("submitted_at", UtcDateTime),
    _of("is_late", Boolean), _of("problems", JsonText), _of("fields", JsonText),
    Index(None, "topic_no", "submitted_at"),
)  # fmt: skip

attendee = Table(
    "of_attendee", metadata,
    _key("meeting_no"), _key("user_id"), _text("name"), _text("post"), _text("role"), _text("state"),
    _of("position", Integer), _of("posts", JsonText), _maybe("leave_reason"), _maybe("substitute"),
    _maybe("present", Boolean), _maybe("arrival", UtcDateTime), _maybe("absence_kind"),
    Index(None, "user_id"),
)  # fmt: skip

resolution = Table(
    "of_resolution", metadata,
    _key("resolution_id"), _text("meeting_no"), _text("topic_no"), _of("position", Integer), _text("title"),
    _text("unit"), _text("result"), _text("text"), _of("executable", Boolean), _of("registered_at", UtcDateTime),
    _of("fields", JsonText),
    UniqueConstraint("meeting_no", "topic_no"), Index(None, "topic_no"),
)  # fmt: skip

consultation = Table(
    "of_consultation", metadata,
    _key("consult_id"), _text("case_kind"), _text("case_no"), _text("subject"), _text("mode"), _text("state"),
    _of("sent_at", UtcDateTime), _maybe("due_at", UtcDateTime), _maybe("instance_id"),
    Index(None, "case_no", "sent_at"),
)  # fmt: skip

opinion = Table(
    "of_opinion", metadata,
    _key("request_key"), _text("consult_id"), _text("body"), _text("body_name"), _of("position", Integer),
    _text("state"), _of("written_required", Boolean), _of("blocking", Boolean), _of("external", Boolean),
    _maybe("article"), _maybe("opinion"), _maybe("text"), _maybe("reason_no_reply"), _maybe("written_doc", JsonText),
    _maybe("answered_at", UtcDateTime), _maybe("adopted"), _maybe("adopted_reason"),
    Index(None, "consult_id", "position"), Index(None, "body"),
)  # fmt: skip

paper = Table(
    "of_paper", metadata,
    _key("id"), _text("key"), _text("template"), _of("file", JsonText), _of("created_at", UtcDateTime),
    _maybe("instance_id"),
    Index(None, "key", "created_at"), Index(None, "instance_id"),
)  # fmt: skip

notice = Table(
    "of_notice", metadata,
    _key("id"), _text("template"), _text("key"), _text("user_id"), _text("subject"), _text("text"),
    _of("documents", JsonText), _of("sent_at", UtcDateTime), _maybe("read_at", UtcDateTime),
    Index(None, "user_id", "sent_at"), Index(None, "key", "sent_at"),
)  # fmt: skip

archive = Table(
    "of_archive", metadata,
    _key("kind"), _key("file_id"), _text("state"), _of("manifest", JsonText), _of("collected_at", UtcDateTime),
    _maybe("archive_no"), _maybe("retention"), _maybe("package", JsonText), _maybe("packed_at", UtcDateTime),
    _maybe("instance_id"),
    UniqueConstraint("archive_no"),
)  # fmt: skip
