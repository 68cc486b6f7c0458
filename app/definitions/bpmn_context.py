"""What the readers of one BPMN file share: the report, the declared messages and errors, and small helpers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.definitions.literals import expression
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import Expression

ROOT_TAGS = ("message", "signal", "error", "escalation")


@dataclass(frozen=True, slots=True)
class Context:
    """Shared by all readers of one file."""

    report: Report
    roots: Mapping[str, Mapping[str, XmlElement]]
    """Declared messages, signals, errors and escalations: tag -> id -> element."""
    ids: set[str]
    """All ids of the file; ids given by Banli are added."""
    associations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What each element is associated with, in document order: source id -> target ids."""

    def fresh_id(self, wanted: str) -> str:
        """`wanted`, or `wanted_2` and so on where somebody has it already; the same for the same file."""
        id, number = wanted, 1
        while id in self.ids:
            number += 1
            id = f"{wanted}_{number}"
        self.ids.add(id)
        return id

    def expression(self, element: XmlElement, name: str) -> Expression | None:
        """A Camunda attribute as an expression."""
        return expression(element.camunda.get(name), element.line)

    def script_expression(self, element: XmlElement | None, owner: str) -> Expression | None:
        """The text of a condition, time, cardinality or script, in the language its attributes name."""
        if element is None:
            return None
        named = element.attributes.get("language") or element.attributes.get("scriptFormat") or "juel"
        language = language_of(named)
        if language is None:
            self.refuse_language(named, owner, element.line)
        return expression(element.text, element.line, language or "juel")

    def refuse_language(self, named: str, owner: str, line: int) -> None:
        """Report a script in a language that Banli does not run."""
        self.report.error(
            "unsupported_language",
            f"不支持语言“{named[:40]}”。请改用 ${{...}} 表达式(juel)或 FEEL,较长的逻辑放到外部任务中。",
            f'The language "{named[:40]}" is not supported. Use a ${{...}} expression (juel) or FEEL; '
            "put longer logic into an external task.",
            owner,
            line,
        )


def language_of(name: str) -> str | None:
    """The expression language a name or URI means: ``juel``, ``feel`` or None."""
    lowered = name.lower()
    if lowered in ("feel", "feel-scala-unary-tests") or "/feel" in lowered:
        return "feel"
    if lowered in ("juel", "el") or "java/syntax/el" in lowered or lowered.startswith("http://www.w3.org/1999/xpath"):
        # Modelers write the XPath URI as BPMN's default; Camunda's family reads the text as JUEL all the same.
        return "juel"
    return None


def without_prefix(reference: str) -> str:
    """A QName without its prefix; expressions stay as they are."""
    if reference.startswith(("$", "#", "=")):
        return reference
    return reference.rpartition(":")[2]


def is_true(value: str | None, default: bool = False) -> bool:
    """An XML boolean."""
    return default if value is None else value in ("true", "1")
