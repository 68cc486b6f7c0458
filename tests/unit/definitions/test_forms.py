"""Stories of forms: what is read, what is refused, and what the server checks again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.definitions import expressions_of_form, read_form, validate_form
from app.domain.errors import DefinitionInvalid
from app.domain.model.form import FormModel

Json = dict[str, Any]


def content(*components: Json, **schema: Any) -> bytes:
    whole = {"type": "default", "id": "review", "schemaVersion": 16, "components": list(components), **schema}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def form(*components: Json) -> FormModel:
    return read_form(content(*components), "review.form")


def text(key: str = "a", **more: Any) -> Json:
    return {"type": "textfield", "key": key, "id": f"Field_{key}", "label": "意见", **more}


def component(type: str, key: str = "a", **more: Any) -> Json:
    return {"type": type, "key": key, "label": "项", **more}


def never(condition: str, data: Mapping[str, Any]) -> bool:
    return False


def check(
    model: FormModel, values: Json, is_hidden: Any = never, context: Json | None = None
) -> tuple[Json, list[str]]:
    """The cleaned values and the names of the wrong fields."""
    cleaned, problems = validate_form(model, values, is_hidden, context)
    return cleaned, [problem.field for problem in problems]


CHOICES = [{"value": "y", "label": "同意"}, {"value": "n", "label": "不同意"}]


def test_a_form_is_its_fields_and_the_schema_the_browser_draws() -> None:
    model = form(
        {"type": "text", "text": "# 标题"},
        text(validate={"required": True, "minLength": 2, "maxLength": 9, "pattern": "^[^<>]*$"}),
        component("number", "n", validate={"min": 1, "max": 2.5}, defaultValue=1, readonly=True),
        component("select", "s", values=CHOICES),
        component("user_picker", "u", group="heads", multiple=True, properties={"hint": "x"}),
    )
    assert (model.id, [field.key for field in model.fields]) == ("review", ["a", "n", "s", "u"])
    a, n, s, u = model.fields
    assert (a.label, a.required, a.min_length, a.max_length, a.pattern) == ("意见", True, 2, 9, "^[^<>]*$")
    assert (n.min, n.max, n.default, n.read_only) == (1, 2.5, 1, True)
    assert s.options == (("y", "同意"), ("n", "不同意"))
    assert (u.multiple, u.properties) == (True, {"hint": "x", "group": "heads"})
    assert model.schema["schemaVersion"] == 16


def test_groups_lend_their_path_and_their_condition() -> None:
    model = form(
        {"type": "group", "path": "g", "conditional": {"hide": "=x > 1"}, "components": [
            text("b.c", conditional={"hide": "= y"}),
            {"type": "group", "components": [text("d")]},
        ]},
    )  # fmt: skip
    assert [(field.key, field.hide_when) for field in model.fields] == [("g.b.c", "(x > 1) or (y)"), ("g.d", "x > 1")]
    assert [expression.text for _, _, expression in expressions_of_form(model)] == ["(x > 1) or (y)", "x > 1"]


def test_values_are_cleaned_into_the_shape_of_the_form() -> None:
    rows = {"type": "dynamiclist", "path": "rows", "label": "行", "components": [text("t"), component("number", "n")]}
    model = form({"type": "group", "path": "g", "components": [text("b.c")]}, rows)
    values = {
        "g": {"b": {"c": "x", "evil": 1}, "evil": 2},
        "rows": [{"t": "1", "n": 2, "evil": 3}, {"t": "", "n": None}],
        "evil": 4,
    }
    assert check(model, values) == ({"g": {"b": {"c": "x"}}, "rows": [{"t": "1", "n": 2}, {}]}, [])


def test_a_wrong_value_in_a_row_is_named_by_its_row() -> None:
    rows = {"type": "dynamiclist", "path": "rows", "components": [text("t", validate={"required": True})]}
    assert check(form(rows), {"rows": [{"t": "x"}, {}]})[1] == ["rows[1].t"]
    assert check(form(rows), {"rows": "no list"})[1] == ["rows"]
    assert check(form(rows), {"rows": [1]})[1] == ["rows"]
    assert check(form(rows), {}) == ({}, [])


def test_hidden_fields_are_neither_required_nor_kept() -> None:
    model = form(text("a"), text("b", validate={"required": True}, conditional={"hide": "=a"}))
    assert check(model, {"a": "x", "b": "secret"}, lambda condition, data: data.get("a") == "x") == ({"a": "x"}, [])
    assert check(model, {"a": "y"}, lambda condition, data: data.get("a") == "x")[1] == ["b"]


def test_a_hidden_value_cannot_hide_what_comes_below() -> None:
    model = form(text("a", conditional={"hide": "=true"}), text("b", conditional={"hide": "=a"}))

    def is_hidden(condition: str, data: Mapping[str, Any]) -> bool:
        return condition == "true" or condition in data

    assert check(model, {"a": "x", "b": "y"}, is_hidden) == ({"b": "y"}, [])


def test_conditions_in_a_row_see_the_row_the_form_and_the_process() -> None:
    seen: list[Mapping[str, Any]] = []
    row = {"type": "dynamiclist", "path": "rows", "components": [text("t", conditional={"hide": "=u"})]}

    def is_hidden(condition: str, data: Mapping[str, Any]) -> bool:
        seen.append(data)
        return False

    check(form(text("a"), row), {"a": "x", "rows": [{"t": "y"}]}, is_hidden, {"z": 1})
    [data] = seen
    assert (data["a"], data["z"], data["this"]["t"], data["parent"]["a"]) == ("x", 1, "y", "x")
    assert "t" not in data, "form-js knows a field of the row as this.t only"


def test_read_only_and_disabled_fields_take_nothing_from_the_browser() -> None:
    model = form(text("a", readonly=True, validate={"required": True}), text("b", disabled=True))
    assert check(model, {"a": "x", "b": "y"}) == ({}, [])


FILE = {"sha256": "0" * 64, "name": "批复.pdf", "media_type": "application/pdf", "size": 9}

VALUES: list[tuple[Json, list[Any], list[Any]]] = [
    (text(), ["x", "意见", " "], [1, True, ["x"], {"x": 1}, "x" * 100_001]),
    (text(validate={"minLength": 2, "maxLength": 3}), ["ab", "abc"], ["a", "abcd"]),
    (text(validate={"pattern": r"^1[3-9]\d{9}$"}), ["13800000000"], ["12800000000", "138000000001", "１３８"]),
    (text(validate={"pattern": "(a+)+$"}), ["ba"], ["a" * 1900 + "b", "a" * 3000]),
    (text(validate={"validationType": "email"}), ["a@b.cn"], ["a@b", "a b@c.d"]),
    (text(validate={"validationType": "phone"}), ["+86 139-0000-0000"], ["call me"]),
    (component("textarea"), ["line\nline"], [1]),
    (component("number"), [1, 2.5, -3], ["1", True, float("nan"), float("inf"), 10**60, {"x": 1}]),
    (component("number", serializeToString=True), ["1", "2.5"], [1, "x", " 1", "1_0", "NaN", "1e9999"]),
    (component("number", validate={"min": 1, "max": 2.5}), [1, 2.5], [0.9, 2.6]),
    (component("number", decimalDigits=1), [1, 1.5], [1.25]),
    (component("number", decimalDigits=0), [3], [1.5]),
    (component("checkbox"), [True, False], ["true", 1, 0]),
    (component("radio", values=CHOICES), ["y"], ["z", ["y"], True]),
    (component("select", values=[{"value": 1, "label": "一"}]), [1], [True, "1", 2]),
    (component("checklist", values=CHOICES), [["y"], ["n", "y"]], ["y", ["z"], ["y", "y"], [["y"]]]),
    (component("taglist", valuesKey="tags"), [["p"], ["p", "q"]], [["z"]]),
    (component("select", valuesKey="missing"), [], ["p"]),
    (component("datetime", subtype="date"), ["2026-03-01"], ["2026-02-30", "01.03.2026", "20260301", 20260301]),
    (component("datetime", subtype="time"), ["09:30", "09:30+08:00", "01:30Z"], ["25:00", "9", "morning"]),
    (component("datetime", subtype="datetime"), ["2026-03-01T09:30", "2026-03-01T09:30:00+08:00"], ["2026-03-01", "x"]),
    (component("user_picker"), ["li"], [["li"], 1, " ", "x" * 256]),
    (component("group_picker", multiple=True), [["a", "b"]], ["a", ["a", "a"], [1]]),
    (component("reference_picker", kind="topic"), ["T-1"], [{"id": "T-1"}]),
    (component("file_list", validate={"max": 1}), [[FILE]], [FILE, [FILE, {**FILE, "name": "b"}], ["x"],
     [{**FILE, "size": -1}], [{**FILE, "sha256": "../etc"}], [{**FILE, "name": ""}]]),
]  # fmt: skip
CONTEXT = {"tags": [{"value": "p", "label": "P"}, "q"]}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, good, _ in VALUES for value in good])
def test_right_values_are_kept(field: Json, value: Any) -> None:
    assert check(form(field), {"a": value}, context=CONTEXT) == ({"a": value}, [])


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, _, bad in VALUES for value in bad])
def test_wrong_values_are_refused(field: Json, value: Any) -> None:
    assert check(form(field), {"a": value}, context=CONTEXT) == ({}, ["a"])


@pytest.mark.parametrize("field", [each[0] for each in VALUES])
@pytest.mark.parametrize("empty", [None, "", []])
def test_an_empty_value_is_missing(field: Json, empty: Any) -> None:
    assert check(form(field), {"a": empty}, context=CONTEXT) == ({}, [])
    required = {**field, "validate": {**field.get("validate", {}), "required": True}}
    assert check(form(required), {"a": empty}, context=CONTEXT) == ({}, ["a"])


def test_a_required_checkbox_must_be_ticked() -> None:
    model = form(component("checkbox", validate={"required": True}))
    assert check(model, {"a": False}) == ({}, ["a"])
    assert check(model, {"a": True}) == ({"a": True}, [])


def test_of_a_file_only_the_known_facts_are_kept() -> None:
    assert check(form(component("file_list")), {"a": [{**FILE, "evil": 1}]}) == ({"a": [FILE]}, [])


def test_the_values_given_stay_as_they_were() -> None:
    values = {"g": {"a": "x"}}
    model = form({"type": "group", "path": "g", "conditional": {"hide": "=h"}, "components": [text("a")]})
    assert check(model, values, lambda condition, data: True) == ({}, [])
    assert values == {"g": {"a": "x"}}


def nested(levels: int) -> Json:
    inner: Json = text()
    for _ in range(levels):
        inner = {"type": "group", "components": [inner]}
    return inner


BROKEN: dict[str, tuple[bytes, str, str | None]] = {
    "not JSON": (b"{", "broken_json", None),
    "not UTF-8": (content(text()).decode().encode("utf-16"), "broken_json", None),
    "NaN": (content(text()).replace(b"16", b"NaN"), "broken_json", None),
    "a name twice": (content(text()).replace(b'"id": "Field_a"', b'"key": "b"'), "broken_json", None),
    "deep JSON": (b'{"a":' * 100_000, "broken_json", None),
    "a number of many digits": (content(text()).replace(b"16", b"1" * 5000), "broken_json", None),
    "too large": (content(text()) + b" " * 1_000_000, "too_large", None),
    "a list": (b"[]", "not_a_form", None),
    "no components": (b'{"type": "default", "id": "x"}', "not_a_form", None),
    "no id": (content(text(), id=None), "form_without_id", None),
    "component that is no object": (content("x"), "unknown_component", None),  # type: ignore[arg-type]  # that is the test
    "unknown component": (content(component("quantum")), "unknown_component", "a"),
    "iframe": (content({"type": "iframe", "id": "f1"}), "unknown_component", "f1"),
    "computed field": (content(component("expression")), "unknown_component", "a"),
    "key twice": (content(text(), text()), "duplicate_key", "a"),
    "key inside a key": (content(text("a"), text("a.b")), "duplicate_key", "a.b"),
    "key missing": (content({"type": "number", "id": "f1"}), "invalid_key", "f1"),
    "key that is no name": (content(text("a b")), "invalid_key", "a b"),
    "key of the prototype": (content(text("__proto__.x")), "invalid_key", "__proto__.x"),
    "list without path": (content({"type": "dynamiclist", "id": "l", "components": []}), "invalid_key", "l"),
    "path that is no name": (content({"type": "group", "id": "g", "path": "1", "components": []}), "invalid_key", "g"),
    "components that are no list": (content({"type": "group", "components": 1}), "invalid_components", None),
    "nested too deep": (content(nested(12)), "invalid_components", None),
    "too many": (content(*(text(f"k{number}") for number in range(501))), "too_many_components", None),
    "condition without equals sign": (content(text(conditional={"hide": "x"})), "invalid_condition", "a"),
    "no options": (content(component("select")), "invalid_options", "a"),
    "options twice": (content(component("radio", values=[*CHOICES, CHOICES[0]])), "invalid_options", "a"),
    "option without value": (content(component("radio", values=[{"label": "x"}])), "invalid_options", "a"),
    "pattern with look-ahead": (content(text(validate={"pattern": "(?=a)b"})), "invalid_pattern", "a"),
    "pattern with back-reference": (content(text(validate={"pattern": r"(a)\1"})), "invalid_pattern", "a"),
    "pattern that is broken": (content(text(validate={"pattern": "(a"})), "invalid_pattern", "a"),
    "pattern that explodes": (content(text(validate={"pattern": "((a{500}){500}){500}"})), "invalid_pattern", "a"),
    "empty pattern that explodes": (content(text(validate={"pattern": "((){500}){500}"})), "invalid_pattern", "a"),
    "pattern that is no text": (content(text(validate={"pattern": 1})), "invalid_setting", "a"),
    "unknown validation": (content(text(validate={"minimum": 1})), "unknown_validation", "a"),
    "validation of another type": (content(component("checkbox", validate={"min": 1})), "unknown_validation", "a"),
    "computed limit": (content(component("number", validate={"max": "=x"})), "invalid_setting", "a"),
    "endless limit": (content(component("number", validate={"max": 1})).replace(b'"max": 1', b'"max": 1e999'),
                      "invalid_setting", "a"),
    "limits out of order": (content(component("number", validate={"min": 2, "max": 1})), "bounds_out_of_order", "a"),
    "half a length": (content(text(validate={"minLength": 1.5})), "invalid_setting", "a"),
    "required as text": (content(text(validate={"required": "yes"})), "invalid_setting", "a"),
    "read-only by expression": (content(text(readonly="=x")), "invalid_setting", "a"),
    "unknown kind of date": (content(component("datetime", subtype="week")), "invalid_setting", "a"),
    "date of the future only": (content(component("datetime", disallowPassedDates=True)), "unsupported_date_rule", "a"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_refused_with_its_field(name: str) -> None:
    given, code, key = BROKEN[name]
    with pytest.raises(DefinitionInvalid) as refused:
        read_form(given, "case.form")
    assert (code, key) in [(problem.code, problem.element_id) for problem in refused.value.problems]


def test_a_finding_names_the_line_of_the_component() -> None:
    given = content(text("a"), text("意见 "))
    with pytest.raises(DefinitionInvalid) as refused:
        read_form(given, "case.form")
    [problem] = refused.value.problems
    assert problem.line == given.decode().split('"Field_意见 "')[0].count("\n") + 1
