"""Keeps documents that were made for a record."""

from __future__ import annotations

from typing import Any

from app.domain.commands.office import KeepPaper
from app.domain.context import CommandContext
from app.domain.office_records import Paper
from app.office.desk import instance_of, once, records


@once
def keep_paper(command: KeepPaper, context: CommandContext) -> dict[str, Any]:
    """Store the bytes and note the paper; answers the file reference."""
    file = {
        "sha256": context.uow.files.put(command.content),
        "name": command.name,
        "media_type": command.media_type,
        "size": len(command.content),
    }
    paper = Paper(context.ids.new(), command.key, command.template, file, context.at, instance_of(command, context))
    records(context).add(paper)
    return file
