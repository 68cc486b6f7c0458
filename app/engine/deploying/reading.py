"""Resources as typed models, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from app.definitions import lint, read_bpmn, read_dmn, read_form
from app.definitions.lint import BPMN_SUFFIXES, DMN_SUFFIXES, FORM_SUFFIXES
from app.domain.errors import DefinitionInvalid, Problem
from app.domain.model.decision import DecisionModel
from app.domain.model.form import FormModel
from app.domain.model.process import ProcessModel
from app.domain.text import Text


@dataclass(slots=True)
class Reading:
    """The models of a deployment, each with the name of its resource."""

    processes: list[tuple[str, ProcessModel]] = field(default_factory=list)
    decisions: list[tuple[str, DecisionModel]] = field(default_factory=list)
    forms: list[tuple[str, FormModel]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What refuses the deployment."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def keys(self, kind: str) -> frozenset[str]:
        """The keys of one kind: process, decision or form."""
        return frozenset(key for _, key in self.sources(kind))

    def sources(self, kind: str) -> list[tuple[str, str]]:
        """Resource name and key of every model of one kind."""
        if kind == "process":
            return [(resource, process.id) for resource, process in self.processes]
        if kind == "decision":
            return [(resource, decision.id) for resource, decision in self.decisions]
        return [(resource, form.id) for resource, form in self.forms]


def read_resources(resources: Iterable[tuple[str, bytes]]) -> Reading:
    """Read every resource by its ending; other files are kept as attachments and need no reading."""
    reading = Reading()
    for name, content in resources:
        reader = next((read for endings, read in _READERS if name.lower().endswith(endings)), None)
        if reader is None:
            continue
        try:
            reader(name, content, reading)
        except DefinitionInvalid as invalid:
            found = (replace(problem, resource=problem.resource or name) for problem in invalid.problems)
            reading.problems.extend(found)
        else:
            reading.problems.extend(lint(content, name))
    for kind in ("process", "decision", "form"):
        _check_unique(kind, reading)
    return reading


def _read_processes(name: str, content: bytes, reading: Reading) -> None:
    reading.processes.extend((name, process) for process in read_bpmn(content, name).processes)


def _read_decisions(name: str, content: bytes, reading: Reading) -> None:
    reading.decisions.extend((name, decision) for decision in read_dmn(content, name))


def _read_form(name: str, content: bytes, reading: Reading) -> None:
    reading.forms.append((name, read_form(content, name)))


_READERS: tuple[tuple[tuple[str, ...], Callable[[str, bytes, Reading], None]], ...] = (
    (BPMN_SUFFIXES, _read_processes),
    (DMN_SUFFIXES, _read_decisions),
    (FORM_SUFFIXES, _read_form),
)


def _check_unique(kind: str, reading: Reading) -> None:
    """Two files of one deployment must not define the same key."""
    seen: dict[str, str] = {}
    for resource, key in reading.sources(kind):
        if key in seen:
            text = Text(
                f"{key} 在 {seen[key]} 和 {resource} 中重复定义。请改用不同的标识,或只部署其中一个。",
                f"{key} is defined in {seen[key]} and {resource}. Give one another key, or deploy only one of them.",
            )
            reading.problems.append(Problem("duplicate_key", text, resource, key))
        seen[key] = resource
