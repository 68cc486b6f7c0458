"""The throw-away PostgreSQL: reachable by its address, fresh for each test, copied from a template."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.support.postgres import Postgres

pytestmark = pytest.mark.postgres


def test_the_url_opens_an_empty_database_in_utf8_and_utc(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
        assert connection.scalar(text("SHOW timezone")) == "UTC"
        assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
    engine.dispose()


def test_a_database_is_a_copy_of_its_template(postgres: Postgres) -> None:
    template = postgres.create_database()
    with psycopg.connect(postgres.dsn(template)) as connection:
        connection.execute("CREATE TABLE topic (title text)")
        connection.execute("INSERT INTO topic VALUES ('常务会议议题')")

    copy = postgres.create_database(template)

    with psycopg.connect(postgres.dsn(copy)) as connection:
        assert connection.execute("SELECT title FROM topic").fetchone() == ("常务会议议题",)
    for name in (copy, template):
        postgres.drop_database(name)
