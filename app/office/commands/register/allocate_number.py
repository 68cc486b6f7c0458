"""Gives out serial numbers."""

from __future__ import annotations

from typing import Any

from app.domain.commands.office import AllocateNumber
from app.domain.context import CommandContext
from app.office.desk import instance_of, once
from app.office.numbering import next_number


@once
def allocate_number(command: AllocateNumber, context: CommandContext) -> dict[str, Any]:
    """The next number of the series."""
    return {"number": next_number(command.series, context, instance_of(command, context))}
