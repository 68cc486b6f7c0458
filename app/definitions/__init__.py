"""Bytes of BPMN, DMN and forms -> frozen typed models, with dialects folded and everything wrong named by element."""

from __future__ import annotations

from app.definitions.bpmn_reader import BpmnFile, read_bpmn
from app.definitions.dmn_reader import read_dmn
from app.definitions.form_reader import read_form
from app.definitions.form_validation import validate_form
from app.definitions.lint import lint
from app.definitions.references import (
    Reference,
    ReferenceKind,
    expressions_of,
    expressions_of_decision,
    expressions_of_form,
    references_of,
)

__all__ = [
    "BpmnFile",
    "Reference",
    "ReferenceKind",
    "expressions_of",
    "expressions_of_decision",
    "expressions_of_form",
    "lint",
    "read_bpmn",
    "read_dmn",
    "read_form",
    "references_of",
    "validate_form",
]
