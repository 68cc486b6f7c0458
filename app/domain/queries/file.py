"""Which files an actor may open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileQuery:
    """A file the actor may open. Answered with a `FileRef`, or None where there is none the actor may know of.

    With `instance_id`: a file that a variable of that instance refers to. Without: a file the actor uploaded, or one
    of an instance in which a task waits for the actor.
    """

    sha256: str
    instance_id: str | None = None
