"""Queries that need more than SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from app.domain.context import CommandContext
from app.domain.errors import NotAllowed, NotFound
from app.domain.office_records import ArchiveFile
from app.domain.queries.office import VerifyArchive
from app.domain.values import Right
from app.office.desk import records
from app.office.plain import files

_VERIFIERS = (Right.ADMINISTRATOR, Right.OPERATOR, Right.SUPERVISOR, Right.WORKER)


def verify_archive(query: VerifyArchive, context: CommandContext) -> tuple[str, ...]:
    """Read every file again and compare its checksum; an empty answer means the archive file is whole."""
    if not any(context.actor.may(right) for right in _VERIFIERS):
        raise NotAllowed("无权核验档案", f"{context.actor.user_id} may not verify archives")
    file = records(context).get(ArchiveFile, query.kind, query.file_id)
    return tuple(_problems(file, context))


def _problems(file: ArchiveFile, context: CommandContext) -> Iterator[str]:
    if file.state != "archived":
        yield "尚未归档"
    for reference in files([item["documents"] for item in file.manifest], file.package):
        name, expected = reference.get("name", ""), reference["sha256"]
        try:
            found = hashlib.sha256(context.uow.files.get(expected)).hexdigest()
        except NotFound:
            yield f"{name}：文件不存在"
            continue
        if found != expected:
            yield f"{name}：校验值不符"
