"""Archive files (归档): collecting, and one package with index and checksums."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from app.worker_sdk import Task, worker

_EPOCH = (1980, 1, 1, 0, 0, 0)


@worker("archive.manifest")
def manifest(task: Task) -> dict[str, object]:
    """What belongs to the file, and what of it is missing."""
    answer = task.office.collect_archive(
        task.text("kind"),
        task.text("file_id"),
        missing_reason=task.maybe_text("missing_reason"),
        hand_over_to=task.maybe_text("hand_over_to"),
        added_documents=task.items("added_documents"),
    )
    return {**answer, "missing_text": "、".join(answer["missing"]) or None}


@worker("archive.package", lease_s=600)
def package(task: Task) -> dict[str, object]:
    """All files in one zip with `index.json` and `SHA256SUMS`, under its 归档号."""
    kind, file_id = task.text("kind"), task.text("file_id")
    contents = task.office.number_archive(kind, file_id, task.text("retention"))
    number = contents["archive_no"]
    packed = _packed({"kind": kind, "file_id": file_id, **contents}, task)
    kept = task.office.keep_paper("archive_package", file_id, f"{number}.zip", "application/zip", packed)
    task.office.close_archive(kind, file_id, kept)
    return {"archive_no": number, "package": [kept]}


def _packed(contents: Mapping[str, Any], task: Task) -> bytes:
    sums: list[str] = []
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _entries(contents, task):
            archive.writestr(_entry(path), content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {path}")
        archive.writestr(_entry("SHA256SUMS"), "\n".join(sums) + "\n")
    return made.getvalue()


def _entries(contents: Mapping[str, Any], task: Task) -> Iterator[tuple[str, bytes]]:
    """`(path, content)` in the order of the manifest; a file is fetched when its turn comes."""
    yield "index.json", json.dumps(contents, ensure_ascii=False, indent=2, sort_keys=True).encode()
    for place, item in enumerate(contents["manifest"], start=1):
        for number, document in enumerate(item["documents"], start=1):
            name = _safe(str(document.get("name") or document["sha256"]))
            yield f"{place:02d}-{_safe(item['item'])}/{number:02d}-{name}", task.office.file(document["sha256"])


def _entry(path: str) -> zipfile.ZipInfo:
    """An entry whose time is fixed: equal contents give an equal package."""
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _safe(name: str) -> str:
    """A file name without separators, so that no entry leaves its folder."""
    return "".join("_" if each in '/\\:*?"<>|' or ord(each) < 32 else each for each in name).strip(". ") or "_"
