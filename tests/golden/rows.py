"""All rows of a database as JSON text, and back into the tables of today's code, on either database."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Engine, select

from app.persistence.tables import metadata


def save(engine: Engine) -> str:
    """The rows of all tables, one per line."""
    lines: list[str] = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                cells = {name: _cell(value) for name, value in row.items() if value is not None}
                lines.append(json.dumps([table.name, cells], ensure_ascii=False, separators=(",", ":")))
    return "\n".join(lines) + "\n"


def load(text: str, engine: Engine) -> None:
    """Put saved rows into empty tables; a column made since then takes the default its table declares.

    Numbers that the database counts are counted anew, in the order of the rows, so that its counter goes on from there.
    """
    with engine.begin() as connection:
        for line in text.splitlines():
            name, cells = json.loads(line)
            table = metadata.tables[name]
            row = {column: _value(cell) for column, cell in cells.items() if table.columns[column].identity is None}
            connection.execute(table.insert(), [row])


def _cell(value: Any) -> Any:
    match value:
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case datetime():
            return {"time": value.isoformat()}
        case Enum():
            return value.value
        case str() | bool() | int() | float():
            return value
        case _:
            return {"json": value}


def _value(cell: Any) -> Any:
    match cell:
        case {"bytes": str(text)}:
            return base64.b64decode(text)
        case {"time": str(text)}:
            return datetime.fromisoformat(text)
        case {"json": value}:
            return value
        case _:
            return cell
