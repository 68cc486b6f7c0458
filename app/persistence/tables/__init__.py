"""All tables of Banli; importing this package fills the metadata.

A new area is a new module here, imported below, with its migration (docs/how-to/add-a-table.md).
"""

from __future__ import annotations

from app.persistence.tables import desk, hi, identity, office, re, ru
from app.persistence.tables.base import metadata

__all__ = ["desk", "hi", "identity", "metadata", "office", "re", "ru"]
