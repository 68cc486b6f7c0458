"""Who brought which file, so that he may open it before a case refers to it."""

from __future__ import annotations

from app.domain.commands.file import NoteUpload
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.ports.files import UploadTable
from app.domain.values import FileRef

_LONGEST_NAME = 255


def note_upload(command: NoteUpload, context: CommandContext) -> FileRef:
    """The reference that a form's file list keeps."""
    if not command.name or len(command.name) > _LONGEST_NAME or command.size < 0:
        raise InvalidInput("文件名不正确", "the name of the file is empty or too long", "name")
    file = FileRef(command.sha256, command.name, command.media_type, command.size)
    table: UploadTable = context.uow.repository(UploadTable)
    table.put(file, context.actor.user_id, context.at)
    return file
