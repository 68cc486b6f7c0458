"""The dry run of a designer: every finding about a file, and never an exception."""

from __future__ import annotations

from app.definitions.bpmn_reader import read_bpmn
from app.definitions.dmn_reader import read_dmn_with_warnings
from app.definitions.form_reader import read_form_with_warnings
from app.domain.errors import DefinitionInvalid, Problem
from app.domain.text import Text

BPMN_SUFFIXES = (".bpmn", ".bpmn20.xml")
DMN_SUFFIXES = (".dmn", ".dmn11.xml")
FORM_SUFFIXES = (".form",)


def lint(content: bytes, resource: str) -> tuple[Problem, ...]:
    """Errors and warnings of a BPMN, DMN or form file; which one it is, the name's ending says (Camunda's endings)."""
    name = resource.lower()
    try:
        if name.endswith(BPMN_SUFFIXES):
            return read_bpmn(content, resource).warnings
        if name.endswith(DMN_SUFFIXES):
            return read_dmn_with_warnings(content, resource)[1]
        if name.endswith(FORM_SUFFIXES):
            return read_form_with_warnings(content, resource)[1]
    except DefinitionInvalid as invalid:
        return invalid.problems
    text = Text(
        "这种文件不会被检查,只作为附件保存。流程、决策、表单请用 .bpmn、.dmn、.form 结尾。",
        "A file of this kind is not checked, only kept. Processes, decisions and forms end in .bpmn, .dmn and .form.",
    )
    return (Problem("unknown_kind", text, resource, severity="warning"),)
