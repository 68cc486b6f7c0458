"""The switches of the office: the port for everybody else, the check of a value, and the file they are seeded from."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from app.domain.commands.office import SeedSettings, SwitchRow
from app.domain.errors import InvalidInput, NotFound
from app.domain.office_records import Switch
from app.domain.ports.office_records import OfficeRecords
from app.domain.ports.unit_of_work import UnitOfWork


class OfficeSwitches:
    """`OfficeSettings` of one transaction: each switch is read once."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._read: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """The value of a switch. Raises `NotFound`."""
        if key not in self._read:
            switch = self._uow.repository(OfficeRecords).find(Switch, key)
            if switch is None:
                raise NotFound(f"没有这个设置：{key}", f"there is no setting {key}")
            self._read[key] = switch.value
        return self._read[key]


def read_settings(text: str) -> SeedSettings:
    """The command that seeds the switches of `bpmn/shared/settings.csv`. Raises `InvalidInput` for a wrong default."""
    rows = csv.DictReader(io.StringIO(text))
    return SeedSettings(
        tuple(
            SwitchRow(
                row["key"],
                row["type"],
                typed(row["key"], row["type"], _parsed(row["type"], row["default"])),
                row["label_zh"],
                row["label_en"],
                row["article"],
            )
            for row in rows
        )
    )


def typed(key: str, kind: str, value: Any) -> Any:
    """The value, if it is of the switch's type. Raises `InvalidInput`."""
    fits = {
        "bool": isinstance(value, bool),
        "int": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "str": isinstance(value, str) and bool(value.strip()),
        "json": isinstance(value, dict | list),
    }
    if not fits[kind]:
        raise InvalidInput(f"“{key}”的值不对", f"{value!r} is no value of {key} ({kind})", "value")
    return value


def _parsed(kind: str, text: str) -> Any:
    return text if kind == "str" else json.loads(text)
