"""Serial numbers: one series per year, counted without gaps, formatted by the switch `number.formats`."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.office_records import Number
from app.office.desk import office_year, records

FORMATS = "number.formats"


def next_number(series: str, context: CommandContext, instance_id: str | None = None) -> str:
    """Give out the next number of a series. Raises `InvalidInput` for a series without a format.

    The counter row is locked until the transaction ends, so a rollback leaves no gap.
    """
    formats = context.settings.get(FORMATS)
    if series not in formats:
        raise InvalidInput(f"没有这个编号系列：{series}", f"there is no number series {series}", "series")
    rows = records(context)
    year = office_year(context.at, context)
    sequence = rows.next_in(series, year)
    # Replaced, not formatted: the pattern is an administrator's text.
    number = str(formats[series]).replace("{year}", str(year)).replace("{n}", str(sequence))
    rows.add(Number(series, year, sequence, number, context.at, instance_id))
    return number
