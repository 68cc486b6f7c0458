"""Every refusal says in Chinese and in English what is wrong and what to do: all of them, as they stand in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.definitions import bpmn_vocabulary, lint
from app.domain.errors import Problem
from tests.unit.definitions.bpmn_text import file
from tests.unit.definitions.test_broken_bpmn import BROKEN

DEFINITIONS = Path(bpmn_vocabulary.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]")
REMEDY_ZH = re.compile(r"请|改为|改用|建议")
REMEDY_EN = re.compile(
    r"(^|[.;:] )(Add|Associate|Begin|Better|Call|Change|Check|Choose|Close|Connect|Correct|Define|Delete|Deploy|Drag|"
    r"Draw|Export|Fill|Give|Join|Keep|List|Make|Mark|Move|Name|Play|Put|Remove|Rename|Rewrite|Save|Say|Set|Simplify|Split|"
    r"Tick|Unpack|Use|Write|deploy|put|use|connect|make|begin)\b"
)
_REFUSING = frozenset({"error", "refuse", "_error"})
"""Methods that report an error: code, Chinese, English."""


def sentences() -> Iterator[tuple[str, str, str]]:
    """Place, Chinese and English of every error reported with its sentences written out."""
    for path in sorted(DEFINITIONS.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _REFUSING:
                zh, en = (_text(each) for each in call.args[1:3]) if len(call.args) > 2 else (None, None)
                if zh and en and not en.endswith("…"):  # What ends in a hole has its remedy there.
                    yield f"{path.stem}:{call.lineno}", zh, en
    for name in dir(bpmn_vocabulary):
        if name.startswith("REFUSED"):
            for key, text in getattr(bpmn_vocabulary, name).items():
                yield f"{name}.{key}", text.zh, text.en


def _text(node: ast.expr) -> str | None:
    """A literal with its holes as dots; None where the sentence is computed."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or "…" for part in parts)
    return None


SENTENCES = {place: (zh, en) for place, zh, en in sentences()}


def reads_well(zh: str, en: str) -> list[str]:
    """What is missing in a finding."""
    faults = {
        "no Chinese": not HAN.search(zh),
        "Chinese in the English": bool(HAN.search(en)),
        "no remedy in Chinese": not REMEDY_ZH.search(zh),
        "no remedy in English": not REMEDY_EN.search(en),
    }
    return [fault for fault, is_there in faults.items() if is_there]


@pytest.mark.parametrize("place", SENTENCES)
def test_a_finding_says_what_to_do_in_both_languages(place: str) -> None:
    assert reads_well(*SENTENCES[place]) == [], SENTENCES[place]


def test_the_code_was_found() -> None:
    assert len(SENTENCES) > 150


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_diagram_is_told_with_its_element_its_line_and_a_remedy(name: str) -> None:
    for problem in errors(name):
        assert problem.line
        assert problem.element_id or problem.code in ABOUT_THE_FILE, problem.code
        assert reads_well(problem.text.zh, problem.text.en) == [], problem.text


ABOUT_THE_FILE = {
    "no_executable_process",
    "unsupported_language",
    "process_without_id",
    "unknown_element",
    "other_engine",
}
"""Findings that may be about the file itself, or about an element that has no id."""


def errors(name: str) -> list[Problem]:
    return [each for each in lint(file(*BROKEN[name][0]), "case.bpmn") if each.severity == "error"]
