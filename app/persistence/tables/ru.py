"""Runtime tables (`ru_*`): rows a command may still change.

Instances, tasks, variables, incidents and deadlines stay when they end (`ended_at`, `deleted_at` or `closed_at` is
set): one row is runtime and history, partial indexes keep the open ones small (docs/adr, table design).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from app.persistence.tables.base import metadata
from app.persistence.types import JsonText, UtcDateTime


def _instance_id(*, nullable: bool = False) -> Column[str]:
    return Column("instance_id", Text, ForeignKey("ru_instance.id", ondelete="CASCADE"), nullable=nullable)


def _open(*columns: str, name: str, condition: str = "ended_at IS NULL") -> Index:
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


instance = Table(
    "ru_instance",
    metadata,
    Column("id", Text, primary_key=True),
    Column("definition_id", Text, nullable=False),
    Column("definition_key", Text, nullable=False),
    Column("root_id", Text, nullable=False),
    Column("business_key", Text),
    Column("title", Text),
    Column("state", Text, nullable=False),
    Column("marking", LargeBinary),
    Column("version", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("started_by", Text),
    Column("parent_id", Text),
    Column("parent_activity_instance_id", Text),
    Column("deployment_id", Text),
    Column("unit", Text),
    Column("start_element_id", Text),
    Column("ended_at", UtcDateTime),
    Column("end_element_id", Text),
    Column("end_reason", Text),
    Index(None, "definition_id", "started_at"),
    Index(None, "definition_key", "started_at"),
    Index(None, "started_at", "id"),
    Index(None, "business_key"),
    Index(None, "root_id"),
    Index(None, "started_by", "started_at"),
    Index(None, "unit", "started_at"),
    _open("parent_id", name="ix_ru_instance_parent", condition="parent_id IS NOT NULL"),
    _open("definition_id", name="ix_ru_instance_running"),
    _open("started_at", "id", name="ix_ru_instance_running_started"),
    _open(
        "parent_activity_instance_id",
        name="ix_ru_instance_caller",
        condition="parent_activity_instance_id IS NOT NULL",
    ),
)

task = Table(
    "ru_task",
    metadata,
    Column("id", Text, primary_key=True),
    _instance_id(),
    Column("definition_id", Text, nullable=False),
    Column("definition_key", Text, nullable=False),
    Column("activity_instance_id", Text, nullable=False),
    Column("element_id", Text, nullable=False),
    Column("scope_id", Text, nullable=False),
    Column("name", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("assignee", Text),
    Column("owner", Text),
    Column("candidate_users", JsonText, nullable=False),
    Column("candidate_groups", JsonText, nullable=False),
    Column("due_at", UtcDateTime),
    Column("follow_up_at", UtcDateTime),
    Column("priority", Integer, nullable=False),
    Column("form_key", Text),
    Column("form_binding", Text),
    Column("description", Text),
    Column("delegation", Text),
    Column("suspended", Boolean, nullable=False),
    Column("deadline_id", Text),
    Column("business_key", Text),
    Column("opened_at", UtcDateTime),
    Column("opened_by", Text),
    Column("version", Integer, nullable=False),
    Column("updated_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("end_reason", Text),
    Column("ended_by", Text),
    Column("ended_for", Text),
    Index(None, "instance_id"),
    Index(None, "activity_instance_id"),
    # Not with `ended_at`: SQLite would skip-scan it for every question about open tasks.
    Index(None, "assignee"),
    _open("assignee", "due_at", name="ix_ru_task_open_assignee"),
    _open("due_at", "id", name="ix_ru_task_open_due"),
    _open("created_at", "id", name="ix_ru_task_open_created"),
    _open("definition_key", "element_id", name="ix_ru_task_open_element"),
    _open("instance_id", name="ix_ru_task_open_instance"),
    _open("ended_by", "ended_at", name="ix_ru_task_done_by", condition="ended_by IS NOT NULL"),
)

candidate = Table(
    "ru_candidate",
    metadata,
    Column("task_id", Text, ForeignKey("ru_task.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("is_open", Boolean, nullable=False),
    # Spelt as SQLAlchemy spells a boolean column on each: SQLite compares the texts of index and question.
    Index(
        "ix_ru_candidate_open",
        "who",
        "kind",
        "task_id",
        sqlite_where=text("is_open = 1"),
        postgresql_where=text("is_open"),
    ),
)
"""To whom a task is offered: `kind` user or group. The index of `ru_task.candidate_*`; closed, not removed."""

draft = Table(
    "ru_draft",
    metadata,
    Column("task_id", Text, ForeignKey("ru_task.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("fields", JsonText, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

variable = Table(
    "ru_variable",
    metadata,
    Column("scope_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    _instance_id(),
    Column("type", Text, nullable=False),
    Column("text_value", Text),
    Column("number_value", Float(53)),
    Column("bytes_value", LargeBinary),
    Column("value_info", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    Index(None, "instance_id"),
    _open("instance_id", name="ix_ru_variable_present", condition="deleted_at IS NULL"),
)

external_task = Table(
    "ru_external_task",
    metadata,
    Column("id", Text, primary_key=True),
    _instance_id(),
    Column("definition_id", Text, nullable=False),
    Column("definition_key", Text, nullable=False),
    Column("activity_instance_id", Text, nullable=False),
    Column("element_id", Text, nullable=False),
    Column("scope_id", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("priority", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("retries", Integer),
    Column("worker_id", Text),
    Column("locked_until", UtcDateTime),
    Column("token", BigInteger, nullable=False),
    Column("error_message", Text),
    Column("error_details", Text),
    Column("suspended", Boolean, nullable=False),
    Column("business_key", Text),
    Column("row_version", Integer, nullable=False),
    Index(None, "topic", "priority", "created_at"),
    Index(None, "instance_id"),
    Index(None, "activity_instance_id"),
)

job = Table(
    "ru_job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    _instance_id(nullable=True),
    Column("definition_id", Text),
    Column("definition_key", Text),
    Column("activity_instance_id", Text),
    Column("element_id", Text),
    Column("payload", JsonText),
    Column("retries", Integer, nullable=False),
    Column("priority", BigInteger, nullable=False),
    Column("exclusive", Boolean, nullable=False),
    Column("owner", Text),
    Column("locked_until", UtcDateTime),
    Column("token", BigInteger, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("error_message", Text),
    Column("error_details", Text),
    Column("repeat", Text),
    Column("row_version", Integer, nullable=False),
    Index(None, "due_at"),
    Index(None, "priority", "due_at", "id"),
    Index(None, "instance_id"),
    Index(None, "activity_instance_id"),
    Index(None, "definition_id"),
)

subscription = Table(
    "ru_subscription",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("element_id", Text, nullable=False),
    _instance_id(nullable=True),
    Column("activity_instance_id", Text),
    Column("definition_id", Text),
    Column("definition_key", Text),
    Column("business_key", Text),
    Column("row_version", Integer, nullable=False),
    Index(None, "kind", "name", "business_key"),
    Index(None, "instance_id"),
    Index(None, "activity_instance_id"),
    Index(None, "definition_id"),
)

incident = Table(
    "ru_incident",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("message", Text, nullable=False),
    _instance_id(nullable=True),
    Column("definition_id", Text),
    Column("definition_key", Text),
    Column("activity_instance_id", Text),
    Column("element_id", Text),
    Column("configuration", Text),
    Column("closed_at", UtcDateTime),
    Column("resolved", Boolean),
    Column("row_version", Integer, nullable=False),
    Index(None, "instance_id"),
    _open("configuration", name="ix_ru_incident_open_configuration", condition="closed_at IS NULL"),
    _open("created_at", "id", name="ix_ru_incident_open_created", condition="closed_at IS NULL"),
)

deadline = Table(
    "ru_deadline",
    metadata,
    Column("id", Text, primary_key=True),
    Column("deadline_id", Text, nullable=False),
    _instance_id(),
    Column("activity_instance_id", Text, nullable=False),
    Column("element_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("formula", Text, nullable=False),
    Column("base_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expiry", Text, nullable=False),
    Column("calendar_version", Text, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("escalate_to", Text),
    Column("state", Text, nullable=False),
    Column("task_id", Text),
    Column("count", Integer),
    Column("changed_at", UtcDateTime),
    Column("row_version", Integer, nullable=False),
    Index(None, "instance_id"),
    Index(None, "activity_instance_id"),
    _open("due_at", "id", name="ix_ru_deadline_open_due", condition="state = 'open'"),
)

batch = Table(
    "ru_batch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("reason", Text),
    Column("suspended", Boolean, nullable=False),
    Column("row_version", Integer, nullable=False),
    Index(None, "created_at", "id"),
)

batch_item = Table(
    "ru_batch_item",
    metadata,
    Column("batch_id", Text, ForeignKey("ru_batch.id", ondelete="CASCADE"), primary_key=True),
    Column("instance_id", Text, primary_key=True),
    Column("job_id", Text, nullable=False),
    Column("done_at", UtcDateTime),
    _open("batch_id", name="ix_ru_batch_item_open", condition="done_at IS NULL"),
)
"""The report of a batch: an item whose job is gone is done, or was given up with its batch."""

idempotency = Table(
    "ru_idempotency",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", Text, nullable=False),
    Column("answer", JsonText, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)
