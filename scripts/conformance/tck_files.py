"""The test files of the DMN TCK: cases with typed inputs and expected values (testCases.xsd of dmn-tck/tck)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement, parse_xml
from app.expressions.temporal import parse_date, parse_duration, parse_moment, parse_time

Value = Any

LEVELS = ("compliance-level-2", "compliance-level-3", "non-compliant")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One `resultNode`: the decision it names, the value it wants, and whether an error is what it wants."""

    decision: str
    value: Value
    is_error: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One `testCase`; `service` names the decision service it calls, where it calls one."""

    id: str
    inputs: dict[str, Value]
    expectations: tuple[Expectation, ...]
    service: str | None


@dataclass(frozen=True, slots=True)
class Suite:
    """One test file with the model it is about."""

    level: str
    name: str
    model: Path
    cases: tuple[Case, ...]


def suites(folder: Path) -> Iterator[Suite]:
    """Every suite of the three levels below a checkout of dmn-tck/tck (or its folder `TestCases`)."""
    root = folder / "TestCases" if (folder / "TestCases").is_dir() else folder
    for level in LEVELS:
        for path in sorted((root / level).glob("*/*.xml")):
            yield _suite(level, path)


def _suite(level: str, path: Path) -> Suite:
    root = parse_xml(path.read_bytes(), Report(path.name)).root
    named = root.first("modelName")
    model = path.parent / (named.text.strip() if named is not None else f"{path.parent.name}.dmn")
    return Suite(level, path.stem, model, tuple(_case(each) for each in root.all("testCase")))


def _case(element: XmlElement) -> Case:
    service = element.attributes.get("invocableName") if element.attributes.get("type") == "decisionService" else None
    return Case(
        id=element.id or "",
        inputs={each.attributes["name"]: typed(each) for each in element.all("inputNode")},
        expectations=tuple(_expectation(each) for each in element.all("resultNode")),
        service=service,
    )


def _expectation(element: XmlElement) -> Expectation:
    wanted = element.first("expected")
    return Expectation(
        decision=element.attributes["name"],
        value=None if wanted is None else typed(wanted),
        is_error=element.attributes.get("errorResult") == "true",
    )


def typed(element: XmlElement) -> Value:
    """The value below an `inputNode`, `expected`, `component` or `item`: a list, a context, or a simple value."""
    several = element.first("list")
    if several is not None:
        nothing = several.foreign.get((_XSI, "nil")) == "true"
        return None if nothing else [typed(item) for item in several.all("item")]
    components = element.all("component")
    if components:
        return {each.attributes["name"]: typed(each) for each in components}
    value = element.first("value")
    return None if value is None else _simple(value)


def _simple(element: XmlElement) -> Value:
    if element.foreign.get((_XSI, "nil")) == "true":
        return None
    kind = element.foreign.get((_XSI, "type"), "string").rpartition(":")[2]
    text = element.text if kind == "string" else element.text.strip()
    value = _SIMPLE[kind](text)
    if value is None:
        return Unreadable(kind, text)
    return value


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value that Banli has no type for, such as a date of the year 999999999; equal to nothing it could return."""

    kind: str
    text: str


def _moment(text: str) -> datetime | None:
    return parse_moment(text)


_SIMPLE: dict[str, Callable[[str], Value]] = {
    "string": str,
    "boolean": lambda text: text == "true",
    "decimal": Decimal,
    "double": Decimal,
    "integer": Decimal,
    "int": Decimal,
    "date": parse_date,
    "time": parse_time,
    "dateTime": _moment,
    "duration": parse_duration,
}
