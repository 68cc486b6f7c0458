"""Stories of files damaged at random: whatever comes in, only `DefinitionInvalid` comes out."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from app.definitions import expressions_of, read_bpmn, read_dmn, read_form, references_of, validate_form
from app.domain.errors import DefinitionInvalid
from tests.unit.definitions.bpmn_text import file
from tests.unit.definitions.test_broken_bpmn import BROKEN
from tests.unit.definitions.test_forms import VALUES, component, content, text
from tests.unit.definitions.test_read_boxed import READ as BOXES
from tests.unit.definitions.test_read_boxed import REFUSED as BROKEN_BOXES
from tests.unit.definitions.test_read_boxed import decision
from tests.unit.definitions.test_read_boxed import file as boxed_file
from tests.unit.definitions.test_read_dmn import BROKEN as BROKEN_DMN
from tests.unit.definitions.test_read_dmn import IN, LITERAL, OUT, ROW, table
from tests.unit.definitions.test_read_dmn import file as dmn_file

DIAGRAMS = sorted({line for lines, *_ in BROKEN.values() for line in ["\n".join(lines)] if len(line) < 4000})
DECISIONS = [
    dmn_file(table(IN, OUT, ROW), LITERAL),
    *(given for given, *_ in (*BROKEN_DMN.values(), *BROKEN_BOXES.values())),
    *(boxed_file(decision(logic)) for logic, _ in BOXES.values()),
]
FORMS = [content(*(dict(field, key=f"k{index}") for index, (field, _, _) in enumerate(VALUES))), content(text())]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def damaged(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A file with some of its pieces (tags, names, values) deleted, doubled or exchanged."""
    source = draw(st.sampled_from(files))
    pieces = source.decode("utf-8", "replace").replace("<", "\0<").replace('"', '\0"').replace(" ", "\0 ").split("\0")
    for _ in range(draw(st.integers(1, 4))):
        first, second = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        kind = draw(st.sampled_from(("delete", "copy", "swap")))
        if kind == "delete":
            pieces[first] = ""
        elif kind == "copy":
            pieces.insert(first, pieces[second])
        else:
            pieces[first], pieces[second] = pieces[second], pieces[first]
    return "".join(pieces).encode()


@settings(max_examples=400)
@given(damaged([file(diagram) for diagram in DIAGRAMS]))
def test_a_damaged_diagram_is_read_or_refused(content: bytes) -> None:
    with suppress(DefinitionInvalid):
        for model in read_bpmn(content, "x.bpmn").processes:
            list(expressions_of(model))
            references_of(model)
            for flow in model.flows.values():
                assert model.nodes[flow.source].scope == model.nodes[flow.target].scope
                assert flow.id in model.nodes[flow.source].outgoing and flow.id in model.nodes[flow.target].incoming
            for node in model.nodes.values():
                assert node.scope == model.id or model.nodes[node.scope].is_scope


@settings(max_examples=100)
@given(st.lists(st.sampled_from(DIAGRAMS), min_size=2, max_size=3))
def test_diagrams_thrown_together_are_read_or_refused(diagrams: list[str]) -> None:
    with suppress(DefinitionInvalid):
        read_bpmn(file(*diagrams), "x.bpmn")


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_bytes_are_refused(content: bytes) -> None:
    for read in (read_bpmn, read_dmn, read_form):
        with suppress(DefinitionInvalid):
            read(content, "x")


@settings(max_examples=150)
@given(damaged(DECISIONS))
def test_a_damaged_decision_is_read_or_refused(content: bytes) -> None:
    with suppress(DefinitionInvalid):
        read_dmn(content, "x.dmn")


@settings(max_examples=150)
@given(damaged(FORMS))
def test_a_damaged_form_is_read_or_refused(content: bytes) -> None:
    with suppress(DefinitionInvalid):
        read_form(content, "x.form")


@settings(max_examples=150)
@given(st.sampled_from([field for field, _, _ in VALUES] + [{"type": "text"}]), st.data())
def test_a_component_with_odd_settings_is_read_or_refused(field: dict[str, object], data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(("type", "key", "label", "validate", "values", "conditional", "path", "components"))
    )
    odd = {**field, name: data.draw(json_values)}
    with suppress(DefinitionInvalid):
        read_form(json.dumps({"type": "default", "id": "f", "components": [odd]}).encode(), "x.form")


@settings(max_examples=150)
@given(st.sampled_from([field for field, _, _ in VALUES]), json_values)
def test_any_value_is_cleaned_or_refused(field: dict[str, object], value: object) -> None:
    rows = {"type": "dynamiclist", "path": "r", "components": [field]}
    form = read_form(content(field, rows, component("number", "n")), "x.form")
    cleaned, _ = validate_form(form, {"a": value, "r": value, "n": value}, lambda condition, data: False)
    assert set(cleaned) <= {"a", "r", "n"}
