"""Forms whose fields stand in the diagram."""

from __future__ import annotations

import pytest

from app.definitions import read_bpmn
from app.domain.errors import DefinitionInvalid
from app.domain.model.form import FormModel
from app.domain.model.process import FormRef
from tests.support.bpmn_builder import bpmn, chain, extension, start, user


def form_of(fields: str) -> FormModel:
    """The form of a user task with these extension elements."""
    content = bpmn("p", start("s"), user("a", extension(fields)), *chain("s", "a"))
    (model,) = read_bpmn(content, "test.bpmn").processes
    task = model.nodes["a"].user_task
    assert task is not None and isinstance(task.form, FormRef) and task.form.drawn is not None
    return task.form.drawn


def data(*fields: str) -> str:
    return f"<camunda:formData>{''.join(fields)}</camunda:formData>"


def test_form_fields_become_the_fields_of_a_form_with_their_rules() -> None:
    form = form_of(
        data(
            '<camunda:formField id="name" label="姓名" type="string"><camunda:validation>'
            '<camunda:constraint name="required"/><camunda:constraint name="maxlength" config="20"/>'
            "</camunda:validation></camunda:formField>",
            '<camunda:formField id="days" type="long" defaultValue="3"/>',
            '<camunda:formField id="paid" type="boolean" defaultValue="true"/>',
            '<camunda:formField id="kind" type="enum"><camunda:value id="a" name="年假"/></camunda:formField>',
            '<camunda:formField id="from" type="date"/>',
        )
    )
    assert [(each.key, each.type) for each in form.fields] == [
        ("name", "textfield"), ("days", "number"), ("paid", "checkbox"), ("kind", "select"), ("from", "datetime"),
    ]  # fmt: skip
    name, days, paid, kind, _ = form.fields
    assert (name.label, name.required, name.max_length, days.default, paid.default) == ("姓名", True, 20, 3, True)
    assert kind.options == (("a", "年假"),)
    assert [each["key"] for each in form.schema["components"]] == ["name", "days", "paid", "kind", "from"]


def test_form_properties_of_the_older_dialects_mean_the_same() -> None:
    (field,) = form_of('<camunda:formProperty id="n" name="数" type="long" required="true" writable="false"/>').fields
    assert (field.label, field.type, field.required, field.read_only) == ("数", "number", True, True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (data('<camunda:formField id="x" type="money"/>'), "unknown_field_type"),
        (data('<camunda:formField id="x" type="string" defaultValue="${y}"/>'), "computed_default"),
        ('<camunda:formProperty id="x" expression="#{y.z}"/>', "computed_default"),
        (
            data(
                '<camunda:formField id="x"><camunda:validation><camunda:constraint name="validator" config="a.B"/>'
                "</camunda:validation></camunda:formField>"
            ),
            "unknown_constraint",
        ),
        (data('<camunda:formField id="x"/>', '<camunda:formField id="x"/>'), "duplicate_key"),
    ],
)
def test_what_the_server_could_not_check_is_refused_at_its_element(fields: str, code: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        form_of(fields)
    (problem,) = refused.value.problems
    assert (problem.code, problem.element_id) == (code, "a")


def test_two_kinds_of_form_on_one_task_are_refused() -> None:
    content = bpmn(
        "p", start("s"), user("a", extension(data('<camunda:formField id="x"/>')), form_key="k"), *chain("s", "a")
    )
    with pytest.raises(DefinitionInvalid) as refused:
        read_bpmn(content, "test.bpmn")
    assert [each.code for each in refused.value.problems] == ["two_forms"]
