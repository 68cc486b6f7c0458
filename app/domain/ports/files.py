"""Who brought which file, inside a transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.domain.values import FileRef


class UploadTable(Protocol):
    """Uploaded files by person."""

    def put(self, file: FileRef, user_id: str, at: datetime) -> None:
        """Note an upload; again the same file by the same person: the newer name counts."""
