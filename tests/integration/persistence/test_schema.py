"""Migrations: what they build is what the program expects."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from app.persistence import schema
from app.persistence.dialects import backend_for
from app.persistence.projectors import PROJECTORS
from app.persistence.tables import metadata, ru


def test_migrations_build_exactly_the_tables(database_url: str) -> None:
    assert schema.current(database_url) is None

    assert schema.upgrade(database_url) == schema.newest()
    assert schema.upgrade(database_url) == schema.current(database_url) == schema.newest()

    backend = backend_for(database_url)
    with backend.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(schema.tables(connection)) == set(metadata.tables)
    backend.close()


def test_every_event_has_its_projector() -> None:
    from typing import get_args

    from app.domain.events import Event

    assert set(PROJECTORS) == set(get_args(Event))


def test_a_half_done_upgrade_leaves_no_trace(database_url: str, monkeypatch) -> None:  # type: ignore[no-untyped-def] # pytest's own
    import pytest
    from alembic import op

    def stop(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(op, "create_index", stop)
    with pytest.raises(RuntimeError, match="power cut"):
        schema.upgrade(database_url)
    monkeypatch.undo()

    assert schema.current(database_url) is None
    assert schema.upgrade(database_url) == schema.newest()


def test_indexes_serve_the_lists(tmp_path: Path) -> None:
    """The hot questions name their index (SQLite, whose planner does not look at table sizes).

    What is open of an instance has indexes of its own: else a step costs more the longer the instance has lived.
    """
    url = f"sqlite:///{tmp_path}/banli.db"
    schema.upgrade(url)
    backend = backend_for(url)
    i, t, v, j = ru.instance.c, ru.task.c, ru.variable.c, ru.job.c
    questions = {
        "ix_ru_instance_started_at_id": select(i.id).order_by(i.started_at.desc(), i.id.desc()).limit(50),
        "ix_ru_instance_running_started": select(i.id).where(i.ended_at.is_(None)).order_by(i.started_at.desc(), i.id),
        "ix_ru_instance_unit_started_at": select(i.id).where(i.unit == "finance").order_by(i.started_at.desc()),
        "ix_ru_task_open_assignee": select(t.id).where(t.assignee == "li", t.ended_at.is_(None)),
        "ix_ru_task_open_instance": select(t.id).where(t.instance_id == "i", t.ended_at.is_(None)),
        "ix_ru_variable_present": select(v.name).where(v.instance_id == "i", v.deleted_at.is_(None)),
        "ix_ru_candidate_open": select(ru.candidate.c.task_id).where(ru.candidate.c.who == "g", ru.candidate.c.is_open),
    }
    questions["ix_ru_job_priority_due_at_id"] = (
        select(j.id)
        .where(j.priority == 0, j.due_at <= datetime.now(UTC), j.retries > 0)
        .order_by(j.due_at, j.id)
        .limit(40)
    )
    with backend.reading() as connection:
        for index, statement in questions.items():
            text = str(statement.compile(backend.engines[0], compile_kwargs={"literal_binds": True}))
            plan = "\n".join(str(row) for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + text))
            assert index in plan, plan
    backend.close()
