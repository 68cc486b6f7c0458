"""Stories of decision files: several decisions, tables and single expressions, and what is refused."""

from __future__ import annotations

import pytest

from app.definitions import expressions_of_decision, read_dmn
from app.domain.errors import DefinitionInvalid
from app.domain.model.decision import DecisionTable, LiteralDecision
from tests.unit.definitions.bpmn_text import line_of

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
)


def file(*lines: str, namespace: str = NAMESPACES[2]) -> bytes:
    head = f'<definitions xmlns="{namespace}" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" namespace="n">'
    return "\n".join((head, *lines, "</definitions>")).encode()


def table(*lines: str, head: str = "") -> str:
    return "\n".join(('<decision id="d1" name="Which">', f'<decisionTable id="t1"{head}>', *lines, "</decisionTable>",
                      "</decision>"))  # fmt: skip


IN = (
    '<input id="i1" label="Amount"><inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression>'
    "</input>"
)
OUT = '<output id="o1" name="way" typeRef="string"/>'
ROW = '<rule id="r1"><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule>'
LITERAL = (
    '<decision id="d2"><variable name="sum" typeRef="number"/>'
    "<literalExpression><text>a + 1</text></literalExpression></decision>"
)


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_table_is_read_from_every_version(namespace: str) -> None:
    [decision] = read_dmn(file(table(IN, OUT, ROW), namespace=namespace), "x.dmn")
    logic = decision.logic
    assert isinstance(logic, DecisionTable)
    assert (decision.id, decision.name, logic.hit_policy, logic.aggregation) == ("d1", "Which", "UNIQUE", None)
    assert [(each.label, each.expression, each.language, each.type_ref) for each in logic.inputs] == [
        ("Amount", "amount", "feel", "number")
    ]
    assert [(each.name, each.type_ref) for each in logic.outputs] == [("way", "string")]
    assert [(rule.id, rule.input_entries, rule.output_entries) for rule in logic.rules] == [
        ("r1", ("> 10",), ('"high"',))
    ]


def test_a_table_keeps_its_policy_its_values_and_its_empty_cells() -> None:
    out = '<output id="o1" name="way"><outputValues><text>"high, very", "low"</text></outputValues></output>'
    row = (
        '<rule id="r1"><description>Else</description><inputEntry/><outputEntry><text>"low"</text></outputEntry></rule>'
    )
    [decision] = read_dmn(file(table(IN, out, row, head=' hitPolicy="PRIORITY"')), "x.dmn")
    logic = decision.logic
    assert isinstance(logic, DecisionTable)
    assert (logic.hit_policy, logic.outputs[0].allowed_values) == ("PRIORITY", ('"high, very"', '"low"'))
    assert (logic.rules[0].input_entries, logic.rules[0].description) == (("-",), "Else")


def test_camunda_settings_are_kept() -> None:
    content = file(table(IN.replace('id="i1"', 'id="i1" camunda:inputVariable="a"'), OUT, ROW))
    tagged = content.replace(b'id="d1"', b'id="d1" camunda:versionTag="v1" camunda:historyTimeToLive="P9D"')
    [decision] = read_dmn(tagged, "x.dmn")
    assert isinstance(decision.logic, DecisionTable)
    assert decision.logic.inputs[0].variable == "a"
    assert (decision.version_tag, decision.history_time_to_live) == ("v1", 9)


def test_decisions_of_one_file_require_each_other() -> None:
    needs = '<informationRequirement><requiredDecision href="#d2"/></informationRequirement>'
    data = '<inputData id="in1"/><itemDefinition name="x"/><knowledgeSource id="k"/>'
    given = '<informationRequirement><requiredInput href="#in1"/></informationRequirement>'
    first, second = read_dmn(
        file(data, table(IN, OUT, ROW).replace("<decisionTable", needs + given + "<decisionTable"), LITERAL), "x"
    )
    assert first.requires == ("d2",)
    assert second.logic == LiteralDecision("a + 1", "feel", "sum", "number")
    assert [each.text for _, _, each in (*expressions_of_decision(first), *expressions_of_decision(second))] == [
        "amount", "a + 1",
    ]  # fmt: skip


def test_an_input_may_be_juel() -> None:
    content = file(table(IN.replace('typeRef="number"', 'expressionLanguage="juel"'), OUT, ROW))
    [decision] = read_dmn(content, "x.dmn")
    assert isinstance(decision.logic, DecisionTable) and decision.logic.inputs[0].language == "juel"


BROKEN: dict[str, tuple[bytes, str, str | None, str]] = {
    "no decision": (file(), "decision_count", None, "<definitions"),
    "another language": (b"<definitions/>", "not_dmn", None, "<definitions"),
    "a newer version": (file(namespace="https://www.omg.org/spec/DMN/20300101/"), "not_dmn", None, "<definitions"),
    "DOCTYPE": (b"<!DOCTYPE x>" + file(LITERAL), "doctype", None, "<!DOCTYPE"),
    "decision without logic": (file('<decision id="d1"/>'), "decision_without_logic", "d1", 'id="d1"'),
    "business knowledge without function": (
        file('<businessKnowledgeModel id="b"/>', LITERAL), "invalid_knowledge_model", "b", 'id="b"',
    ),
    "import": (file('<import namespace="x"/>', LITERAL), "unsupported_element", None, "<import"),
    "knowledge requirement of nothing": (
        file(LITERAL.replace("<literal", "\n<knowledgeRequirement/>\n<literal", 1)),
        "requirement_without_target", "d2", "<knowledgeRequirement",
    ),
    "knowledge requirement of something unknown": (
        file(LITERAL.replace(
            "<literal", '<knowledgeRequirement><requiredKnowledge href="#z"/></knowledgeRequirement><literal', 1)),
        "unknown_requirement", "d2", 'id="d2"',
    ),
    "required decision that is missing": (
        file(LITERAL.replace(
            "<literal", '<informationRequirement><requiredDecision href="#z"/></informationRequirement><literal', 1)),
        "unknown_required_decision", "d2", 'id="d2"',
    ),
    "a circle": (
        file(LITERAL.replace(
            "<literal", '<informationRequirement><requiredDecision href="#d2"/></informationRequirement><literal', 1)),
        "decision_cycle", "d2", 'id="d2"',
    ),
    "ids twice": (file(LITERAL, LITERAL.replace("sum", "second")), "duplicate_id", "d2", "second"),
    "empty literal": (file(LITERAL.replace("a + 1", " ")), "invalid_literal_expression", "d2", 'id="d2"'),
    "literal in Groovy": (
        file(LITERAL.replace("<literalExpression", '<literalExpression expressionLanguage="groovy"')),
        "invalid_literal_expression", "d2", 'id="d2"',
    ),
    "unknown hit policy": (
        file(table(IN, OUT, ROW, head=' hitPolicy="BEST"')), "unsupported_hit_policy", "d1", 'id="t1"',
    ),
    "aggregation of one": (
        file(table(IN, OUT, ROW, head=' aggregation="SUM"')), "invalid_aggregation", "d1", 'id="t1"',
    ),
    "priority without values": (
        file(table(IN, OUT, ROW, head=' hitPolicy="PRIORITY"')), "priority_without_values", "d1", 'id="t1"',
    ),
    "no output": (file(table(IN)), "outputs_without_names", "d1", 'id="t1"'),
    "two outputs without names": (
        file(table('<output id="o1"/>', '<output id="o2"/>')), "outputs_without_names", "d1", 'id="t1"',
    ),
    "input without expression": (file(table('<input id="i1"/>', OUT)), "input_without_expression", "d1", 'id="i1"'),
    "cell in Groovy": (
        file(table(IN, OUT, ROW.replace("<inputEntry", '<inputEntry expressionLanguage="groovy"'))),
        "unsupported_language", "d1", 'id="r1"',
    ),
    "row too short": (
        file(table(IN, IN.replace("i1", "i2").replace('"ie"', '"ie2"'), OUT, ROW)), "rule_width", "d1", 'id="r1"',
    ),
    "foreign element in a table": (file(table(IN, OUT, "<quantum/>")), "unknown_element", "d1", "<quantum"),
    "unknown extension": (
        file(LITERAL.replace('id="d2"', 'id="d2" camunda:x="1"')), "unsupported_extension", "d2", 'id="d2"',
    ),
    "history for ever": (
        file(LITERAL.replace('id="d2"', 'id="d2" camunda:historyTimeToLive="ever"')),
        "invalid_time_to_live", "d2", 'id="d2"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_decision_and_line(name: str) -> None:
    content, code, element_id, mark = BROKEN[name]
    with pytest.raises(DefinitionInvalid) as refused:
        read_dmn(content, "case.dmn")
    found = [(problem.code, problem.element_id, problem.line) for problem in refused.value.problems]
    assert (code, element_id, line_of(content, mark)) in found
