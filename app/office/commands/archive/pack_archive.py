"""Numbers an archive file and closes it with its package (C04 S04)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from app.domain.commands.office_cases import CloseArchive, NumberArchive
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, InvalidState
from app.domain.office_records import RegisterRow
from app.office.desk import instance_of, once, records
from app.office.manifests import file_of
from app.office.numbering import next_number

RETENTIONS = frozenset({"permanent", "30y", "10y"})


@once
def number_archive(command: NumberArchive, context: CommandContext) -> dict[str, Any]:
    """The 归档号, kept over attempts, and all there is to pack."""
    if command.retention not in RETENTIONS:
        raise InvalidInput(
            f"没有这种保管期限：{command.retention}", f"unknown retention {command.retention}", "retention"
        )
    file = file_of(command.kind, command.file_id, context)
    if file.state == "archived":
        raise InvalidState(f"{command.file_id}已归档", f"{command.file_id} is archived for good")
    number = file.archive_no or next_number("archive", context, instance_of(command, context))
    records(context).put(replace(file, state="packing", archive_no=number, retention=command.retention))
    entered = [asdict(row) for row in records(context).list(RegisterRow, owner=command.file_id)]
    return {"archive_no": number, "manifest": list(file.manifest), "records": entered}


@once
def close_archive(command: CloseArchive, context: CommandContext) -> dict[str, Any]:
    """Archived for good: from here on the file is only read and verified."""
    file = file_of(command.kind, command.file_id, context)
    if file.state != "packing":
        raise InvalidState(f"{command.file_id}还没有归档号", f"{command.file_id} has no archive number")
    records(context).put(replace(file, state="archived", package=command.package, packed_at=context.at))
    return {"archive_no": file.archive_no, "package": command.package}
