"""Collects what belongs to an archive file (C04 S01)."""

from __future__ import annotations

from typing import Any

from app.domain.commands.office_cases import CollectArchive
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, InvalidState
from app.domain.office_records import ArchiveFile
from app.office.desk import instance_of, once, records
from app.office.manifests import COLLECTORS, Item, item
from app.office.registers import Entry, enter


@once
def collect_archive(command: CollectArchive, context: CommandContext) -> dict[str, Any]:
    """The manifest as it stands; collecting again keeps nothing of the attempt before but what was handed over."""
    rows = records(context)
    earlier = rows.find(ArchiveFile, command.kind, command.file_id, lock=True)
    if earlier is not None and earlier.state == "archived":
        raise InvalidState(f"{command.file_id}已归档", f"{command.file_id} is archived for good")
    manifest = _manifest(command, context)
    missing = [each["item"] for each in manifest if not each["present"] and not each["explained"]]
    instance = instance_of(command, context)
    rows.put(
        ArchiveFile(command.kind, command.file_id, "collecting", tuple(manifest), context.at, instance_id=instance)
    )
    if command.hand_over_to:
        row = {"topic_no": command.file_id, "manifest": manifest}
        enter(Entry("hand_over", f"{command.hand_over_to}/{command.file_id}", row, instance), context)
    return {"manifest": manifest, "missing": missing, "missing_count": len(missing)}


def _manifest(command: CollectArchive, context: CommandContext) -> list[Item]:
    collector = COLLECTORS.get(command.kind)
    if collector is None:
        raise InvalidInput(f"没有这种案卷：{command.kind}", f"there is no manifest for {command.kind}", "kind")
    manifest = collector(command.file_id, context)
    if command.added_documents:
        manifest.append(item("补充材料", True, command.added_documents))
    for each in manifest:
        each["explained"] = None if each["present"] else command.missing_reason or None
    return manifest
