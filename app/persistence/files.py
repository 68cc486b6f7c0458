"""The file store: content-addressed files in a folder, durable before the transaction that names them commits."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from app.domain.errors import InvalidInput, NotFound

_SHA256 = re.compile(r"[0-9a-f]{64}")
DEFAULT_LIMIT = 50 * 1024 * 1024
"""Bytes of the largest file taken."""


class FolderFileStore:
    """`FileStore` in a folder: `ab/cd/abcd...`, written to a temporary file, synced, then renamed into place."""

    def __init__(self, root: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.root = root
        self.limit = limit
        root.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their SHA-256 in hex. Raises `InvalidInput` beyond the size limit."""
        if len(content) > self.limit:
            megabytes = self.limit // (1024 * 1024)
            raise InvalidInput(f"文件超过 {megabytes} MB", f"The file is larger than {megabytes} MB")
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if target.exists():
            # Younger again, so that a sweep running now does not take it from under a new reference.
            os.utime(target)
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        self._write(content, target)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises `NotFound`."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"文件不存在：{sha256}", f"File {sha256} does not exist") from error

    def stored(self) -> Iterator[str]:
        """The SHA-256 of every file kept."""
        for path in sorted(self.root.glob("??/??/*")):
            if _SHA256.fullmatch(path.name):
                yield path.name

    def sweep(self, referenced: Collection[str], older_than_s: float = 24 * 3600) -> int:
        """Remove files nobody refers to and that are older than a transaction can last; returns how many went."""
        limit = time.time() - older_than_s
        removed = 0
        for path in list(self.root.glob("??/??/*")):
            orphan = path.name not in referenced and path.stat().st_mtime < limit
            if orphan:
                path.unlink()
                removed += 1
        return removed

    def path(self, sha256: str) -> Path:
        """Where a file lies. Raises `NotFound` for what is no SHA-256."""
        if not _SHA256.fullmatch(sha256):
            raise NotFound("文件不存在", "Not the name of a file")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _write(self, content: bytes, target: Path) -> None:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        for folder in (target.parent, target.parent.parent, self.root):
            _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Make a rename or a new folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
