"""Registers, topics, sessions, consultations, archive and switches of the office."""


from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.persistence import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "of_agenda_item",
        sa.Column("meeting_no", sa.Text(), nullable=False),
        sa.Column("topic_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("bound_at", types.UtcDateTime(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("package_id", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("meeting_no", "topic_no", name=op.f("pk_of_agenda_item")),
    )
    op.create_table(
        "of_archive",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("manifest", types.JsonText(), nullable=False),
        sa.Column("collected_at", types.UtcDateTime(), nullable=False),
        sa.Column("archive_no", sa.Text(), nullable=True),
        sa.Column("retention", sa.Text(), nullable=True),
        sa.Column("package", types.JsonText(), nullable=True),
        sa.Column("packed_at", types.UtcDateTime(), nullable=True),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "file_id", name=op.f("pk_of_archive")),
        sa.UniqueConstraint("archive_no", name=op.f("uq_of_archive_archive_no")),
    )
    op.create_table(
        "of_attendee",
        sa.Column("meeting_no", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("posts", types.JsonText(), nullable=False),
        sa.Column("leave_reason", sa.Text(), nullable=True),
        sa.Column("substitute", sa.Text(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("arrival", types.UtcDateTime(), nullable=True),
        sa.Column("absence_kind", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("meeting_no", "user_id", name=op.f("pk_of_attendee")),
    )
    with op.batch_alter_table("of_attendee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_attendee_user_id"), ["user_id"], unique=False)

    op.create_table(
        "of_consultation",
        sa.Column("consult_id", sa.Text(), nullable=False),
        sa.Column("case_kind", sa.Text(), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=True),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("consult_id", name=op.f("pk_of_consultation")),
    )
    with op.batch_alter_table("of_consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_consultation_case_no_sent_at"), ["case_no", "sent_at"], unique=False)

    op.create_table(
        "of_material_package",
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("topic_no", sa.Text(), nullable=False),
        sa.Column("meeting_no", sa.Text(), nullable=False),
        sa.Column("submitted_at", types.UtcDateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("problems", types.JsonText(), nullable=False),
        sa.Column("fields", types.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_of_material_package")),
    )
    with op.batch_alter_table("of_material_package", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_of_material_package_topic_no_submitted_at"), ["topic_no", "submitted_at"], unique=False
        )

    op.create_table(
        "of_meeting",
        sa.Column("meeting_no", sa.Text(), nullable=False),
        sa.Column("meeting_type", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", types.UtcDateTime(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("secretary", sa.Text(), nullable=True),
        sa.Column("session_type", sa.Text(), nullable=True),
        sa.Column("fields", types.JsonText(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.Column("agenda_closed_at", types.UtcDateTime(), nullable=True),
        sa.Column("frozen_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("quorum_met", sa.Boolean(), nullable=True),
        sa.Column("quorum_basis", sa.Text(), nullable=True),
        sa.Column("quorum_text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("meeting_no", name=op.f("pk_of_meeting")),
    )
    with op.batch_alter_table("of_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_meeting_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_of_meeting_meeting_type_frozen_at"), ["meeting_type", "frozen_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_of_meeting_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "of_notice",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("documents", types.JsonText(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=False),
        sa.Column("read_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_of_notice")),
    )
    with op.batch_alter_table("of_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_notice_key_sent_at"), ["key", "sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_notice_user_id_sent_at"), ["user_id", "sent_at"], unique=False)

    op.create_table(
        "of_number",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("allocated_at", types.UtcDateTime(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("series", "year", "sequence", name=op.f("pk_of_number")),
        sa.UniqueConstraint("number", name=op.f("uq_of_number_number")),
    )
    op.create_table(
        "of_opinion",
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("consult_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("written_required", sa.Boolean(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reason_no_reply", sa.Text(), nullable=True),
        sa.Column("written_doc", types.JsonText(), nullable=True),
        sa.Column("answered_at", types.UtcDateTime(), nullable=True),
        sa.Column("adopted", sa.Text(), nullable=True),
        sa.Column("adopted_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("request_key", name=op.f("pk_of_opinion")),
    )
    with op.batch_alter_table("of_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_opinion_body"), ["body"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_opinion_consult_id_position"), ["consult_id", "position"], unique=False)

    op.create_table(
        "of_paper",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("file", types.JsonText(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_of_paper")),
    )
    with op.batch_alter_table("of_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_paper_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_paper_key_created_at"), ["key", "created_at"], unique=False)

    op.create_table(
        "of_register",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("row", types.JsonText(), nullable=False),
        sa.Column("registered_at", types.UtcDateTime(), nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.Column("corrects", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_of_register")),
        sa.UniqueConstraint("corrects", name=op.f("uq_of_register_corrects")),
        sa.UniqueConstraint("kind", "year", "row_no", name=op.f("uq_of_register_kind_year_row_no")),
    )
    with op.batch_alter_table("of_register", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_register_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_register_kind_key"), ["kind", "key"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_register_owner"), ["owner"], unique=False)

    op.create_table(
        "of_resolution",
        sa.Column("resolution_id", sa.Text(), nullable=False),
        sa.Column("meeting_no", sa.Text(), nullable=False),
        sa.Column("topic_no", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("executable", sa.Boolean(), nullable=False),
        sa.Column("registered_at", types.UtcDateTime(), nullable=False),
        sa.Column("fields", types.JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_of_resolution")),
        sa.UniqueConstraint("meeting_no", "topic_no", name=op.f("uq_of_resolution_meeting_no_topic_no")),
    )
    with op.batch_alter_table("of_resolution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_resolution_topic_no"), ["topic_no"], unique=False)

    op.create_table(
        "of_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_of_series")),
    )
    op.create_table(
        "of_switch",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("default", types.JsonText(), nullable=True),
        sa.Column("value", types.JsonText(), nullable=True),
        sa.Column("label_zh", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_of_switch")),
    )
    op.create_table(
        "of_topic",
        sa.Column("topic_no", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("registered_at", types.UtcDateTime(), nullable=False),
        sa.Column("fields", types.JsonText(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=True),
        sa.Column("meeting_no", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("resolution_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("topic_no", name=op.f("pk_of_topic")),
    )
    with op.batch_alter_table("of_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_of_topic_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_topic_meeting_no"), ["meeting_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_topic_state_registered_at"), ["state", "registered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_of_topic_unit_registered_at"), ["unit", "registered_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("of_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_topic_unit_registered_at"))
        batch_op.drop_index(batch_op.f("ix_of_topic_state_registered_at"))
        batch_op.drop_index(batch_op.f("ix_of_topic_meeting_no"))
        batch_op.drop_index(batch_op.f("ix_of_topic_instance_id"))

    op.drop_table("of_topic")
    op.drop_table("of_switch")
    op.drop_table("of_series")
    with op.batch_alter_table("of_resolution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_resolution_topic_no"))

    op.drop_table("of_resolution")
    with op.batch_alter_table("of_register", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_register_owner"))
        batch_op.drop_index(batch_op.f("ix_of_register_kind_key"))
        batch_op.drop_index(batch_op.f("ix_of_register_instance_id"))

    op.drop_table("of_register")
    with op.batch_alter_table("of_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_paper_key_created_at"))
        batch_op.drop_index(batch_op.f("ix_of_paper_instance_id"))

    op.drop_table("of_paper")
    with op.batch_alter_table("of_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_opinion_consult_id_position"))
        batch_op.drop_index(batch_op.f("ix_of_opinion_body"))

    op.drop_table("of_opinion")
    op.drop_table("of_number")
    with op.batch_alter_table("of_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_notice_user_id_sent_at"))
        batch_op.drop_index(batch_op.f("ix_of_notice_key_sent_at"))

    op.drop_table("of_notice")
    with op.batch_alter_table("of_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_meeting_starts_at"))
        batch_op.drop_index(batch_op.f("ix_of_meeting_meeting_type_frozen_at"))
        batch_op.drop_index(batch_op.f("ix_of_meeting_instance_id"))

    op.drop_table("of_meeting")
    with op.batch_alter_table("of_material_package", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_material_package_topic_no_submitted_at"))

    op.drop_table("of_material_package")
    with op.batch_alter_table("of_consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_consultation_case_no_sent_at"))

    op.drop_table("of_consultation")
    with op.batch_alter_table("of_attendee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_of_attendee_user_id"))

    op.drop_table("of_attendee")
    op.drop_table("of_archive")
    op.drop_table("of_agenda_item")
