"""Stories of boxed expressions and of what decisions share: how they are read, and how they are refused."""

from __future__ import annotations

import pytest

from app.definitions import expressions_of_decision, read_dmn
from app.domain.errors import DefinitionInvalid
from app.domain.model.decision import (
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedList,
    BoxedLoop,
    ContextEntry,
    FunctionParameter,
    ItemType,
    LiteralDecision,
    NamedValue,
)
from tests.unit.definitions.bpmn_text import line_of

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="f" namespace="urn:f">'


def file(*lines: str) -> bytes:
    """A file of these lines."""
    return "\n".join((HEAD, *lines, "</definitions>")).encode()


def decision(logic: str) -> str:
    """One decision with this logic."""
    return f'<decision id="d" name="D">\n{logic}\n</decision>'


def text(feel: str) -> str:
    """A literal expression."""
    return f"<literalExpression><text>{feel}</text></literalExpression>"


ONE, TWO = LiteralDecision("1"), LiteralDecision("2")

ENTRIES = (
    '<context typeRef="T"><contextEntry><variable name="a b" typeRef="feel:number"/>'
    f"{text('1')}</contextEntry><contextEntry>{text('2')}</contextEntry></context>"
)
READ = {
    "context": (
        ENTRIES,
        BoxedContext((ContextEntry("a b", ONE, "number"), ContextEntry(None, TWO)), "T"),
    ),
    "list": (f"<list>{text('1')}<list/></list>", BoxedList((ONE, BoxedList(())))),
    "relation": (
        f'<relation><column name="x"/><row>{text("1")}</row><row>{text("2")}</row></relation>',
        BoxedList((BoxedContext((ContextEntry("x", ONE),)), BoxedContext((ContextEntry("x", TWO),)))),
    ),
    "invocation": (
        f'<invocation>{text("f")}<binding><parameter name="x"/>{text("1")}</binding></invocation>',
        BoxedInvocation("f", (("x", ONE),)),
    ),
    "function": (
        f'<functionDefinition kind="FEEL"><formalParameter name="x" typeRef="number"/>{text("1")}</functionDefinition>',
        BoxedFunction((FunctionParameter("x", "number"),), ONE),
    ),
    "conditional": (
        f"<conditional><if>{text('1')}</if><then>{text('2')}</then><else>{text('1')}</else></conditional>",
        BoxedConditional(ONE, TWO, ONE),
    ),
    "filter": (f"<filter><in>{text('1')}</in><match>{text('2')}</match></filter>", BoxedFilter(ONE, TWO)),
    "iterator": (
        f'<every iteratorVariable="x"><in>{text("1")}</in><satisfies>{text("2")}</satisfies></every>',
        BoxedLoop("every", "x", ONE, TWO),
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_boxed_expression_is_read(name: str) -> None:
    logic, expected = READ[name]
    [model] = read_dmn(file(decision(logic)), "x.dmn")
    assert model.logic == expected


def test_the_texts_of_all_boxes_are_found() -> None:
    argument = f"<list>{text('a')}{text('b')}</list>"
    logic = f'<invocation>{text("f")}<binding><parameter name="x"/>{argument}</binding></invocation>'
    [model] = read_dmn(file(decision(logic)), "x.dmn")
    assert [expression.text for _, _, expression in expressions_of_decision(model)] == ["f", "a", "b"]


def test_what_decisions_share_is_read() -> None:
    content = file(
        '<itemDefinition name="tPeople" isCollection="true"><itemComponent name="name"><typeRef>string</typeRef>'
        '<allowedValues><text>"a"</text></allowedValues></itemComponent></itemDefinition>',
        '<itemDefinition name="tRule"><functionItem><parameters name="x"/></functionItem></itemDefinition>',
        '<inputData id="i" name="In"><variable name="In" typeRef="feel:number"/></inputData>',
        f'<businessKnowledgeModel id="k" name="K"><encapsulatedLogic>{text("1")}</encapsulatedLogic>'
        "</businessKnowledgeModel>",
        '<decisionService id="s" name="S"><outputDecision href="#d"/><inputData href="urn:f#i"/></decisionService>',
        decision(
            '<informationRequirement><requiredInput href="urn:f#i"/></informationRequirement>'
            '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'
            f'<knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>{text("1")}'
        ),
    )
    [model] = read_dmn(content, "x.dmn")
    assert (model.inputs, model.functions) == (("i",), ("k", "s"))
    library = model.library
    assert library.types == (
        ItemType("tPeople", None, (ItemType("name", "string", allowed_values='"a"'),), is_collection=True),
        ItemType("tRule", function_arity=1),
    )
    assert library.inputs == {"i": NamedValue("i", "In", "number")}
    assert library.knowledge["k"].function == BoxedFunction((), ONE)
    assert (library.services["s"].outputs, library.services["s"].input_data) == (("d",), ("i",))


def test_a_decision_without_id_goes_by_its_name() -> None:
    [model] = read_dmn(file(f'<decision name="limit">{text("1")}</decision>'), "x.dmn")
    assert (model.id, model.name) == ("limit", "limit")


DEEP = "<list>" * 31 + text("1") + "</list>" * 31
REFUSED: dict[str, tuple[bytes, str, str | None, str]] = {
    "no logic": (file(decision("")), "decision_without_logic", "d", "<decision"),
    "two logics": (file(decision(text("1") + text("2"))), "decision_without_logic", "d", "<decision"),
    "unknown box": (file(decision(text("1") + "<quantum/>")), "unsupported_element", "d", "<quantum"),
    "Java": (file(decision('<functionDefinition kind="Java"/>')), "external_function", "d", "<functionDefinition"),
    "parameter twice": (
        file(decision(f'<functionDefinition><formalParameter name="x"/><formalParameter name="x"/>{text("1")}'
                      "</functionDefinition>")),
        "invalid_parameters", "d", "<functionDefinition",
    ),
    "function without body": (file(decision("<functionDefinition/>")), "decision_without_logic", "d", "<functionDef"),
    "entry twice": (
        file(decision(f'<context><contextEntry><variable name="a"/>{text("1")}</contextEntry><contextEntry>'
                      f'<variable name="a"/>{text("1")}</contextEntry></context>')),
        "invalid_context", "d", "<context",
    ),
    "result before the end": (
        file(decision(f"<context><contextEntry>{text('1')}</contextEntry><contextEntry>{text('2')}</contextEntry>"
                      "</context>")),
        "invalid_context", "d", "<context",
    ),
    "entry without value": (
        file(decision('<context><contextEntry><variable name="a"/></contextEntry></context>')),
        "decision_without_logic", "d", "<context",
    ),
    "short row": (file(decision('<relation><column name="a"/><row/></relation>')), "relation_width", "d", "<relation"),
    "invocation of nothing": (file(decision("<invocation/>")), "invocation_without_function", "d", "<invocation"),
    "argument without name": (
        file(decision(f"<invocation>{text('f')}<binding>{text('1')}</binding></invocation>")),
        "binding_without_name", "d", "<invocation",
    ),
    "half a conditional": (
        file(decision(f"<conditional><if>{text('1')}</if></conditional>")), "decision_without_logic", "d", "<cond",
    ),
    "loop without variable": (
        file(decision(f"<for><in>{text('1')}</in><return>{text('1')}</return></for>")),
        "loop_without_variable", "d", "<for",
    ),
    "too deep": (file(decision(DEEP)), "boxed_too_deep", "d", "<list"),
    "service without output": (
        file('<decisionService id="s" name="S"/>', decision(text("1"))), "invalid_decision_service", "s", "<decisionS",
    ),
    "service of something unknown": (
        file('<decisionService id="s" name="S"><outputDecision href="#z"/></decisionService>', decision(text("1"))),
        "unknown_service_part", "s", "<decisionS",
    ),
    "type without name": (
        file('<itemDefinition id="t"/>', decision(text("1"))), "invalid_item_definition", "t", "<itemDefinition",
    ),
    "type with a constraint": (
        file('<itemDefinition id="t" name="t">', "<typeConstraint/>", "</itemDefinition>", decision(text("1"))),
        "unsupported_element", "t", "<typeConstraint",
    ),
    "decision without id and name": (
        file(f"<decision>{text('1')}</decision>", decision(text("1"))), "decision_count", None, "<definitions",
    ),
    "import": (file('<import namespace="n"/>', decision(text("1"))), "unsupported_element", None, "<import"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_with_id_line_and_remedy(name: str) -> None:
    content, code, element_id, mark = REFUSED[name]
    with pytest.raises(DefinitionInvalid) as refused:
        read_dmn(content, "case.dmn")
    found = {(problem.code, problem.element_id, problem.line) for problem in refused.value.problems}
    assert (code, element_id, line_of(content, mark)) in found
    assert all("。" in problem.text.zh and problem.text.en for problem in refused.value.problems)
