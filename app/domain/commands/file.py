"""Files that people bring along."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.commands import Command


@dataclass(frozen=True, slots=True)
class NoteUpload(Command):
    """The actor uploaded a file that is in the store already: from now on he may open it."""

    sha256: str
    name: str
    media_type: str
    size: int
