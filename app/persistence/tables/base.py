"""The one metadata all tables belong to, and the columns they share."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Constraint names are given by rule, so that migrations can name them on every database."""

NAMES_NO_FILES = {"files": False}
"""`Column.info` of a text column that keeps no file from being swept; every other one does, by any SHA-256 in it."""
