"""Types of FEEL: `instance of` with parts, names of the model, and what a type takes from outside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.model.decision import ItemType
from app.expressions import DecisionFailed, Options
from app.expressions.decision_types import admit, type_table
from app.expressions.runtime import Run
from tests.unit.expressions.support import feel

ITEMS = (
    ItemType("tPerson", components=(ItemType("name", "string"), ItemType("born", "date"), ItemType("boss", "tPerson"))),
    ItemType("tAge", "number", allowed_values="[0..150]"),
    ItemType("t People", "tPerson", is_collection=True),
    ItemType("tAges", "tAge", is_collection=True),
    ItemType("tRule", function_arity=2),
    ItemType("tStay", "days and time duration"),
)
TYPES = type_table(ITEMS, lambda text: lambda run, value: value <= 150)

INSTANCES = [
    ("[1, 2] instance of list<number>", True),
    ('[1, "a"] instance of list<number>', False),
    ("[1, null] instance of list<number>", True),
    ("1 instance of list<number>", False),
    ("[] instance of list<list<string>>", True),
    ("[1..2] instance of range<number>", True),
    ("[1..2] instance of range<string>", False),
    ('{a: 1, b: "x"} instance of context<a: number>', True),
    ("{a: 1} instance of context<a: number, b: string>", False),
    ("{a: {b: [1]}} instance of context<a: context<b: list<number>>>", True),
    ("{a: 1} instance of context<>", True),
    ("(function(a, b) 1) instance of function<number, number>->number", True),
    ("(function(a) 1) instance of function<number, number>->number", False),
    ("1 instance of function<>->Any", False),
    ("null instance of list<Any>", False),
    ("null instance of Null", True),
    ("{name: null, born: null, boss: null} instance of tPerson", True),
    ('{name: "x"} instance of tPerson', False),
    ("300 instance of tAge", True),
    ("[] instance of t People", True),
    ("[1] instance of t People and true", False),
    ("(function(a, b) 1) instance of tRule", True),
]


@pytest.mark.parametrize(("text", "value"), INSTANCES)
def test_instance_of(text: str, value: bool) -> None:
    assert feel(text, options=Options(types=TYPES)) is value


def person(born: Any, boss: Any = None) -> dict[str, Any]:
    """A person as JSON or FEEL has it."""
    return {"name": "李", "born": born, "boss": boss}


@pytest.mark.parametrize(
    ("type_ref", "given", "taken"),
    [
        ("tPerson", person("1990-01-02", person("1960-03-04")), person(date(1990, 1, 2), person(date(1960, 3, 4)))),
        ("t People", person("1990-01-02"), [person(date(1990, 1, 2))]),
        ("t People", [person("1990-01-02")], [person(date(1990, 1, 2))]),
        ("tPerson", [person(date(1990, 1, 2))], person(date(1990, 1, 2))),
        ("tAge", 7, 7),
        ("tAges", [1, 2], [1, 2]),
        ("tStay", "P1D", timedelta(days=1)),
        ("date", "2026-09-14", date(2026, 9, 14)),
        ("tAge", None, None),
        (None, "x", "x"),
        ("of another engine", "x", "x"),
    ],
)
def test_input_data_is_taken_with_the_texts_of_json_read(type_ref: str | None, given: Any, taken: Any) -> None:
    assert admit(Run(Options(), {}), given, type_ref, "given", TYPES) == taken


@pytest.mark.parametrize(
    ("type_ref", "given", "match"),
    [
        ("tPerson", {"name": "x"}, "'given' needs tPerson, not context"),
        ("tPerson", person("soon"), "needs tPerson"),
        ("tAge", "7", "needs tAge, not string"),
        ("tAge", 151, "not allowed by tAge"),
        ("tAges", [1, 151], "not allowed by tAges"),
        ("number", "7", "needs number"),
    ],
)
def test_input_data_of_the_wrong_type_is_refused_by_name(type_ref: str, given: Any, match: str) -> None:
    with pytest.raises(DecisionFailed, match=match):
        admit(Run(Options(), {}), given, type_ref, "given", TYPES)
