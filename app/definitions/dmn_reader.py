"""Bytes of a DMN file -> its decisions as frozen models, in the order they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.definitions.dmn_boxed import BoxedReader, type_of
from app.definitions.dmn_library import decision_elements, read_library, reference, required_functions, required_inputs
from app.definitions.literals import days_to_live, is_element_id
from app.definitions.namespaces import DMN, HARMLESS
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement, parse_xml
from app.domain.errors import Problem
from app.domain.model.decision import Boxed, DecisionLibrary, DecisionModel, LiteralDecision

MAX_DECISIONS = 2000
_ROOT = frozenset({
    "association", "authorityRequirement", "businessKnowledgeModel", "decision", "decisionService", "description",
    "elementCollection", "extensionElements", "group", "inputData", "itemDefinition", "knowledgeSource",
    "organizationUnit", "performanceIndicator", "textAnnotation",
})  # fmt: skip
_IN_DECISION = frozenset({
    "allowedAnswers", "authorityRequirement", "decisionMaker", "decisionOwner", "description", "extensionElements",
    "impactedPerformanceIndicator", "informationRequirement", "knowledgeRequirement", "question", "supportedObjective",
    "usingProcess", "usingTask", "variable",
})  # fmt: skip
_CAMUNDA = {
    "definitions": frozenset({"diagramRelationId", "modelerTemplate"}),
    "decision": frozenset({"historyTimeToLive", "versionTag"}),
    "input": frozenset({"inputVariable"}),
}


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
            "文件不是 DMN 1.1 至 1.5 的决策图(根元素应为 definitions)。请在设计器中另存后再部署。",
            "The file is no DMN 1.1 to 1.5 (its root should be definitions of that version). Save it from the modeler.",
            root.line,
        )
    _check_vocabulary(root, report)
    decisions = _read_decisions(root, report)
    report.raise_errors()
    return decisions, report.problems


def _read_decisions(root: XmlElement, report: Report) -> tuple[DecisionModel, ...]:
    elements = decision_elements(root)
    if len(elements) < len(root.all("decision")) or not elements or len(elements) > MAX_DECISIONS:
        report.error(
            "decision_count",
            f"文件必须有 1 到 {MAX_DECISIONS} 个各有标识的决策。请添加决策、补充标识或拆分文件。",
            f"The file needs 1 to {MAX_DECISIONS} decisions, each with its id. Add one or its id, or split the file.",
            line=root.line,
        )
        return ()
    default = root.attributes.get("expressionLanguage") or "feel"
    library = read_library(root, default, report)
    reader = _DecisionReader(root, default, library, report)
    read = [reader.read(id, element) for id, element in elements.items()]
    decisions = {decision.id: decision for decision in read if decision is not None}
    _check_cycles(decisions, report)
    return tuple(decisions.values())


@dataclass(frozen=True, slots=True)
class _DecisionReader:
    """Reads the decisions of one file."""

    root: XmlElement
    default_language: str
    library: DecisionLibrary
    report: Report

    def read(self, id: str, element: XmlElement) -> DecisionModel | None:
        """One decision, None where its logic is wrong."""
        logic = self._logic(id, element)
        requires = self._requirements(id, element)
        inputs = required_inputs(element, self.root, self.report)
        functions = required_functions(element, self.root, self.report)
        days = self._days_to_live(id, element)
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
            inputs=inputs,
            functions=functions,
            type_ref=self.library.results[id].type_ref,
            library=self.library,
        )

    def _logic(self, id: str, element: XmlElement) -> Boxed | None:
        reader = BoxedReader(id, self.default_language, self.report)
        logic = reader.inside(element, "决策", _IN_DECISION)
        if not isinstance(logic, LiteralDecision):
            return logic
        variable = element.first("variable")
        declared = None if variable is None else type_of(variable)
        name = None if variable is None else variable.attributes.get("name") or None
        return replace(logic, variable=name, type_ref=declared or logic.type_ref)

    def _requirements(self, id: str, element: XmlElement) -> tuple[str, ...]:
        required = [each for need in element.all("informationRequirement") for each in need.all("requiredDecision")]
        found = []
        for each in required:
            target = reference(each, self.root)
            if target in self.library.results:
                found.append(target)
                continue
            self.report.error(
                "unknown_required_decision",
                f"所需的决策“{target[:80]}”不在本文件中。请把它画在同一个文件里。",
                f'The required decision "{target[:80]}" is not in this file. Draw it in the same file.',
                id,
                each.line,
            )
        return tuple(dict.fromkeys(found))

    def _days_to_live(self, id: str, element: XmlElement) -> int | None:
        to_live = element.camunda.get("historyTimeToLive")
        days = days_to_live(to_live) if to_live else None
        if to_live and days is None:
            self.report.error(
                "invalid_time_to_live",
                f"历史保留时间“{to_live[:40]}”无效。请写成天数(180)或 P180D。",
                f'The history time to live "{to_live[:40]}" is not valid. Give days (180) or P180D.',
                id,
                element.line,
            )
        return days


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
    for child in root.children:
        if child.space == DMN and child.name not in _ROOT:
            report.error(
                "unsupported_element",
                f"不支持元素 {child.name}。请把需要的内容放在同一个文件里,并删除它。",
                f"The element {child.name} is not supported. Put what is needed into this file and delete it.",
                child.id,
                child.line,
            )


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
