"""Stories of what a diagram needs outside itself and of the texts that will be evaluated."""

from __future__ import annotations

from app.definitions import ReferenceKind, expressions_of, lint, read_bpmn, references_of
from app.domain.model.process import ProcessModel
from tests.support import bpmn_builder as b


def model() -> ProcessModel:
    mapping = (
        '<camunda:inputOutput><camunda:inputParameter name="i"><camunda:list><camunda:value>${in_list}</camunda:value>'
        "</camunda:list></camunda:inputParameter></camunda:inputOutput>"
    )
    return read_bpmn(
        b.bpmn(
            "p",
            b.start("s", b.message("m.start"), form_ref="apply"),
            b.user("u", b.multi(collection="people", until="${done}"), b.extension(mapping), assignee="li",
                   candidate_groups="office, ${group}", form_ref="review", due_date="${due}"),
            b.user("key", form_key="embedded:x"),
            b.service("w", topic="document.render", task_priority="${p}"),
            b.rule("d", decision="dt01", decision_ref_binding="deployment"),
            b.call("c", "child", b.call_in(source_expression="${x}", target="y")),
            b.call("c2", "${which}"),
            b.throw("t", b.message("m.out", type="external", topic="mail.send")),
            b.catch("w2", b.timer(duration="${wait}")),
            b.end("e", b.signal("done")),
            b.flow("s", "u", id="f1"),
            b.flow("u", "key", "${cond}", id="f2"),
            *b.chain("key", "w", "d", "c", "c2", "t", "w2", "e"),
            candidate_starter_groups="clerks",
        ),
        "p.bpmn",
    ).processes[0]  # fmt: skip


def test_references_name_what_must_exist() -> None:
    found = {(each.kind, each.key, each.element_id) for each in references_of(model())}
    assert found == {
        (ReferenceKind.GROUP, "clerks", "p"),
        (ReferenceKind.MESSAGE, "m.start", "s"),
        (ReferenceKind.FORM, "apply", "s"),
        (ReferenceKind.USER, "li", "u"),
        (ReferenceKind.GROUP, "office", "u"),
        (ReferenceKind.FORM, "review", "u"),
        (ReferenceKind.TOPIC, "document.render", "w"),
        (ReferenceKind.DECISION, "dt01", "d"),
        (ReferenceKind.PROCESS, "child", "c"),
        (ReferenceKind.MESSAGE, "m.out", "t"),
        (ReferenceKind.TOPIC, "mail.send", "t"),
        (ReferenceKind.SIGNAL, "done", "e"),
    }


def test_references_know_binding_direction_and_line() -> None:
    by_key = {each.key: each for each in references_of(model())}
    assert by_key["dt01"].binding == "deployment"
    assert (by_key["m.start"].throws, by_key["m.out"].throws, by_key["done"].throws) == (False, True, True)
    assert all(each.line for key, each in by_key.items() if key != "clerks")


def test_every_text_that_will_be_evaluated_is_listed_with_its_element() -> None:
    found = {(id, expression.text) for id, line, expression in expressions_of(model()) if line}
    assert found >= {
        ("f2", "${cond}"), ("u", "${people}"), ("u", "${done}"), ("u", "${in_list}"), ("u", "${group}"),
        ("u", "${due}"),
        ("w", "${p}"), ("c", "${x}"), ("c2", "${which}"), ("w2", "${wait}"),
    }  # fmt: skip


def test_the_dry_run_tells_everything_and_raises_nothing() -> None:
    broken = b.bpmn("p", b.start("s"), b.exclusive("x"), b.task("island"), *b.chain("s", "x"))
    assert {(each.code, each.severity) for each in lint(broken, "p.bpmn")} == {
        ("gateway_without_outgoing", "error"), ("unreachable", "warning"),
    }  # fmt: skip
    assert lint(b.bpmn("p", b.start("s")), "P.BPMN20.xml") == ()
    assert [each.code for each in lint(b"{}", "x.form")] == ["not_a_form"]
    assert [each.code for each in lint(b"<x/>", "x.dmn")] == ["not_dmn"]
    assert [each.code for each in lint(b"x", "logo.png")] == ["unknown_kind"]
