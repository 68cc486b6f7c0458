"""Bytes of a DMN file -> its decisions as frozen models, in the order they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping

from app.definitions.bpmn_context import language_of
from app.definitions.dmn_table import read_table
from app.definitions.literals import days_to_live, is_element_id
from app.definitions.namespaces import DIAGRAM, DMN, HARMLESS
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement, parse_xml
from app.domain.errors import Problem
from app.domain.model.decision import DecisionModel, DecisionTable, LiteralDecision

MAX_DECISIONS = 100
_TABLE, _LITERAL = "decisionTable", "literalExpression"
_OTHER_LOGIC = frozenset({"context", "functionDefinition", "invocation", "list", "relation", "conditional", "filter"})
_ROOT = frozenset({
    "association", "authorityRequirement", "decision", "description", "elementCollection", "extensionElements", "group",
    "inputData", "itemDefinition", "knowledgeSource", "organizationUnit", "performanceIndicator", "textAnnotation",
})  # fmt: skip
_IN_DECISION = frozenset({
    "allowedAnswers", "authorityRequirement", "decisionMaker", "decisionOwner", "description", "extensionElements",
    "impactedPerformanceIndicator", "informationRequirement", "question", "supportedObjective", "usingProcess",
    "usingTask", "variable", _TABLE, _LITERAL,
})  # fmt: skip
_CAMUNDA = {
    "definitions": frozenset({"diagramRelationId", "modelerTemplate"}),
    "decision": frozenset({"historyTimeToLive", "versionTag"}),
    "input": frozenset({"inputVariable"}),
}
_LOGIC_HELP = (
    "请改用决策表或单个 FEEL 表达式。",
    "Use a decision table or a single FEEL expression.",
)


def read_dmn(content: bytes, resource: str) -> tuple[DecisionModel, ...]:
    """Read a file. Raises `DefinitionInvalid` with all problems where any of them is an error."""
    return read_dmn_with_warnings(content, resource)[0]


def read_dmn_with_warnings(content: bytes, resource: str) -> tuple[tuple[DecisionModel, ...], tuple[Problem, ...]]:
    """As `read_dmn`, with the warnings."""
    report = Report(resource)
    root = parse_xml(content, report).root
    if (root.space, root.name) != (DMN, "definitions"):
        raise report.refuse(
            "not_dmn",
            "文件不是 DMN 1.1 至 1.3 的决策图(根元素应为 definitions)。请在设计器中另存后再部署。",
            "The file is no DMN 1.1 to 1.3 (its root should be definitions of that version). Save it from the modeler.",
            root.line,
        )
    _check_vocabulary(root, report)
    decisions = _read_decisions(root, report)
    report.raise_errors()
    return decisions, report.problems


def _read_decisions(root: XmlElement, report: Report) -> tuple[DecisionModel, ...]:
    elements = {element.id: element for element in root.all("decision") if element.id is not None}
    if not elements or len(elements) > MAX_DECISIONS:
        report.error(
            "decision_count",
            f"文件必须有 1 到 {MAX_DECISIONS} 个带标识的决策。请添加决策或拆分文件。",
            f"The file needs 1 to {MAX_DECISIONS} decisions with an id. Add a decision or split the file.",
            line=root.line,
        )
        return ()
    default = root.attributes.get("expressionLanguage") or "feel"
    read = [_read_decision(id, element, elements, default, report) for id, element in elements.items()]
    decisions = {decision.id: decision for decision in read if decision is not None}
    _check_cycles(decisions, report)
    return tuple(decisions.values())


def _read_decision(
    id: str, element: XmlElement, all_decisions: Mapping[str, XmlElement], default: str, report: Report
) -> DecisionModel | None:
    logic = _read_logic(id, element, default, report)
    requires = _read_requirements(id, element, all_decisions, report)
    to_live = element.camunda.get("historyTimeToLive")
    days = days_to_live(to_live) if to_live else None
    if to_live and days is None:
        report.error(
            "invalid_time_to_live",
            f"历史保留时间“{to_live[:40]}”无效。请写成天数(180)或 P180D。",
            f'The history time to live "{to_live[:40]}" is not valid. Give days (180) or P180D.',
            id,
            element.line,
        )
    if logic is None:
        return None
    return DecisionModel(
        id=id,
        name=element.attributes.get("name") or None,
        logic=logic,
        requires=requires,
        version_tag=element.camunda.get("versionTag") or None,
        history_time_to_live=days,
        line=element.line,
    )


def _read_logic(id: str, element: XmlElement, default: str, report: Report) -> DecisionTable | LiteralDecision | None:
    found = [child for child in element.children if child.space == DMN and child.name in (_TABLE, _LITERAL)]
    if len(found) != 1:
        if not any(child.name in _OTHER_LOGIC for child in element.children):
            report.error(
                "decision_without_logic",
                f"决策没有内容。{_LOGIC_HELP[0]}",
                f"The decision is empty. {_LOGIC_HELP[1]}",
                id,
                element.line,
            )
        return None
    logic = found[0]
    return (
        read_table(id, logic, default, report)
        if logic.name == _TABLE
        else _literal(id, element, logic, default, report)
    )


def _literal(
    id: str, decision: XmlElement, element: XmlElement, default: str, report: Report
) -> LiteralDecision | None:
    text = element.first("text")
    written = text.text.strip() if text is not None else ""
    named = element.attributes.get("expressionLanguage") or default
    language = language_of(named)
    if not written or language is None:
        report.error(
            "invalid_literal_expression",
            f"决策表达式为空,或语言“{named[:40]}”不受支持。请填写 FEEL 表达式。",
            f'The expression of the decision is empty, or its language "{named[:40]}" is not supported. Write FEEL.',
            id,
            element.line,
        )
        return None
    variable = decision.first("variable")
    return LiteralDecision(
        expression=written,
        language=language,
        variable=(variable.attributes.get("name") if variable else None) or None,
        type_ref=(variable.attributes.get("typeRef") if variable else None)
        or element.attributes.get("typeRef")
        or None,
    )


def _read_requirements(
    id: str, element: XmlElement, all_decisions: Mapping[str, XmlElement], report: Report
) -> tuple[str, ...]:
    required = [each for need in element.all("informationRequirement") for each in need.all("requiredDecision")]
    found = []
    for each in required:
        target = each.attributes.get("href", "").removeprefix("#")
        if target in all_decisions:
            found.append(target)
            continue
        report.error(
            "unknown_required_decision",
            f"所需的决策“{target[:80]}”不在本文件中。请把它画在同一个文件里。",
            f'The required decision "{target[:80]}" is not in this file. Draw it in the same file.',
            id,
            each.line,
        )
    return tuple(dict.fromkeys(found))


def _check_cycles(decisions: Mapping[str, DecisionModel], report: Report) -> None:
    """Peel off decisions whose needs are met; what is left needs itself."""
    open_decisions = dict(decisions)
    while ready := [
        id for id, each in open_decisions.items() if not any(need in open_decisions for need in each.requires)
    ]:
        for id in ready:
            del open_decisions[id]
    for id, decision in open_decisions.items():
        report.error(
            "decision_cycle",
            "决策之间循环依赖。请删除其中一条依赖关系。",
            "The decisions require each other in a circle. Delete one of the requirements.",
            id,
            decision.line,
        )


def _check_vocabulary(root: XmlElement, report: Report) -> None:
    seen: set[str] = set()
    for element in root.walk():
        if element.space != DMN:
            continue
        _check_id(element, seen, report)
        _check_extensions(element, report)
    _check_children(root, None, _ROOT, report)
    for decision in root.all("decision"):
        _check_children(decision, decision.id, _IN_DECISION, report)


def _check_id(element: XmlElement, seen: set[str], report: Report) -> None:
    if element.id is None:
        return
    if element.id in seen or not is_element_id(element.id):
        report.error(
            "duplicate_id" if element.id in seen else "invalid_id",
            f"标识“{element.id[:40]}”重复或不合法。请为每个元素取不同的标识。",
            f'The id "{element.id[:40]}" is used twice or is not valid. Give every element its own id.',
            element.id,
            element.line,
        )
    seen.add(element.id)


def _check_extensions(element: XmlElement, report: Report) -> None:
    for name in element.camunda:
        if name not in _CAMUNDA.get(element.name, frozenset()):
            report.error(
                "unsupported_extension",
                f"扩展 {name} 在 {element.name} 上不受支持。请删除它。",
                f"The extension {name} is not supported on {element.name}. Delete it.",
                element.id,
                element.line,
            )
    for space, name in element.foreign:
        if space not in HARMLESS:
            report.warning(
                "foreign_extension",
                f"命名空间 {space[:80]} 的扩展 {name} 不影响运行,已忽略。",
                f"The extension {name} of the namespace {space[:80]} does not change the result; it is ignored.",
                element.id,
                element.line,
            )


def _check_children(element: XmlElement, id: str | None, allowed: frozenset[str], report: Report) -> None:
    for child in element.children:
        if child.space == DIAGRAM or (child.space == DMN and child.name in allowed):
            continue
        report.error(
            "unsupported_element",
            f"不支持元素 {child.name}。{_LOGIC_HELP[0]}",
            f"The element {child.name} is not supported. {_LOGIC_HELP[1]}",
            child.id or id,
            child.line,
        )
