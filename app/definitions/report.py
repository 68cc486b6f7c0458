"""Collects what is wrong with a file, so that a designer sees all of it at once."""

from __future__ import annotations

from app.domain.errors import DefinitionInvalid, Problem
from app.domain.text import Text

MAX_PROBLEMS = 200
"""More findings than this help nobody and let a hostile file grow the answer without end."""


class Report:
    """The findings about one resource, in the order they were made."""

    def __init__(self, resource: str) -> None:
        self.resource = resource
        self._problems: list[Problem] = []

    def error(self, code: str, zh: str, en: str, id: str | None = None, line: int | None = None) -> None:
        """Record something that refuses the file; the sentences say what to do about it."""
        self._add(code, zh, en, id, line, "error")

    def warning(self, code: str, zh: str, en: str, id: str | None = None, line: int | None = None) -> None:
        """Record something a designer should know, although the file can run."""
        self._add(code, zh, en, id, line, "warning")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All findings by line."""
        return tuple(sorted(self._problems, key=lambda problem: problem.line or 0))

    @property
    def has_errors(self) -> bool:
        """Whether the file is refused."""
        return any(problem.severity == "error" for problem in self._problems)

    def raise_errors(self) -> None:
        """Raise `DefinitionInvalid` with every finding, errors first, where at least one is an error."""
        if self.has_errors:
            raise DefinitionInvalid(tuple(sorted(self.problems, key=lambda problem: problem.severity != "error")))

    def refuse(self, code: str, zh: str, en: str, line: int | None = None) -> DefinitionInvalid:
        """Record an error after which reading makes no sense; the caller raises what this returns."""
        self.error(code, zh, en, line=line)
        return DefinitionInvalid(tuple(problem for problem in self.problems if problem.severity == "error"))

    def _add(self, code: str, zh: str, en: str, id: str | None, line: int | None, severity: str) -> None:
        problem = Problem(code, Text(zh, en), self.resource, id, line, severity)
        kept = sum(each.severity == severity for each in self._problems)
        if problem not in self._problems and kept < MAX_PROBLEMS:
            self._problems.append(problem)
