"""Reads what the decisions of a file share: item definitions, input data, knowledge models, decision services."""

from __future__ import annotations

from dataclasses import replace

from app.definitions.dmn_boxed import BoxedReader, type_of
from app.definitions.literals import is_element_id
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement
from app.domain.model.decision import DecisionLibrary, DecisionService, ItemType, KnowledgeModel, NamedValue

_IN_KNOWLEDGE = frozenset({
    "authorityRequirement", "description", "encapsulatedLogic", "extensionElements", "knowledgeRequirement", "variable",
})  # fmt: skip
_IN_TYPE = frozenset({"allowedValues", "description", "extensionElements", "functionItem", "itemComponent", "typeRef"})
_REQUIRED = frozenset({"requiredDecision", "requiredInput", "requiredKnowledge"})
MAX_TYPE_DEPTH = 20


def read_library(root: XmlElement, default_language: str, report: Report) -> DecisionLibrary:
    """The shared parts of a file; what is wrong is reported under the id of the element."""
    inputs = [_named(element) for element in root.all("inputData") if element.id]
    results = [replace(_named(element), id=id) for id, element in decision_elements(root).items()]
    knowledge = [_knowledge(element, root, default_language, report) for element in root.all("businessKnowledgeModel")]
    services = [_service(element, root, report) for element in root.all("decisionService")]
    return DecisionLibrary(
        types=tuple(_type(element, report, 0) for element in root.all("itemDefinition")),
        inputs={each.id: each for each in inputs},
        results={each.id: each for each in results},
        knowledge={each.id: each for each in knowledge if each is not None},
        services={each.id: each for each in services},
    )


def decision_elements(root: XmlElement) -> dict[str, XmlElement]:
    """The decisions of a file by id; one without id goes by its name, where that could be one."""
    named = {}
    for element in root.all("decision"):
        id = element.id or element.attributes.get("name", "")
        if is_element_id(id) and id not in named:
            named[id] = element
    return named


def reference(element: XmlElement, root: XmlElement) -> str:
    """The id an element refers to; with the file's own namespace in front it is one of this file as well."""
    space, _, target = element.attributes.get("href", "").rpartition("#")
    return target if space in {"", root.attributes.get("namespace", "")} else f"{space}#{target}"


def _named(element: XmlElement) -> NamedValue:
    variable = element.first("variable")
    name = (variable.attributes.get("name") if variable else None) or element.attributes.get("name") or element.id or ""
    return NamedValue(element.id or "", name, type_of(variable) if variable else None)


def _type(element: XmlElement, report: Report, depth: int) -> ItemType:
    name = element.attributes.get("name", "")
    base, allowed, function = element.first("typeRef"), element.first("allowedValues"), element.first("functionItem")
    text = allowed.first("text") if allowed is not None else None
    for child in element.children:
        if child.space == element.space and child.name not in _IN_TYPE:
            report.error(
                "unsupported_element",
                f"类型定义中不支持元素 {child.name}。请改用 allowedValues 或删除它。",
                f"The element {child.name} is not supported in an item definition. Use allowedValues or delete it.",
                element.id,
                child.line,
            )
    if depth > MAX_TYPE_DEPTH or not name:
        report.error(
            "invalid_item_definition",
            f"类型定义没有名称,或嵌套超过 {MAX_TYPE_DEPTH} 层。请修改。",
            f"An item definition has no name, or is nested more than {MAX_TYPE_DEPTH} levels deep. Change it.",
            element.id,
            element.line,
        )
        return ItemType(name)
    return ItemType(
        name=name,
        base=base.text.strip().removeprefix("feel:") or None if base is not None else None,
        components=tuple(_type(each, report, depth + 1) for each in element.all("itemComponent")),
        is_collection=element.attributes.get("isCollection") == "true",
        allowed_values=text.text.strip() or None if text is not None else None,
        function_arity=None if function is None else len(function.all("parameters")),
    )


def _knowledge(element: XmlElement, root: XmlElement, default_language: str, report: Report) -> KnowledgeModel | None:
    id, name = element.id, element.attributes.get("name")
    logic = element.first("encapsulatedLogic")
    for child in element.children:
        if child.space == element.space and child.name not in _IN_KNOWLEDGE:
            report.error(
                "unsupported_element",
                f"业务知识模型中不支持元素 {child.name}。请删除它。",
                f"The element {child.name} is not supported in a knowledge model. Delete it.",
                id,
                child.line,
            )
    if not id or not name or logic is None:
        report.error(
            "invalid_knowledge_model",
            "业务知识模型缺少标识、名称或函数。请补充。",
            "The knowledge model lacks an id, a name or its function. Add them.",
            id,
            element.line,
        )
        return None
    function = BoxedReader(id, default_language, report).function(logic)
    if function is None:
        return None
    return KnowledgeModel(id, _named(element).name, function, required_functions(element, root, report))


def required_functions(element: XmlElement, root: XmlElement, report: Report) -> tuple[str, ...]:
    """The ids of the knowledge models and services an element requires."""
    known = {each.id for kind in ("businessKnowledgeModel", "decisionService") for each in root.all(kind)}
    return _targets(element, ("knowledgeRequirement", "requiredKnowledge"), known, root, report)


def required_inputs(element: XmlElement, root: XmlElement, report: Report) -> tuple[str, ...]:
    """The ids of the input data a decision requires."""
    known = {each.id for each in root.all("inputData")}
    return _targets(element, ("informationRequirement", "requiredInput"), known, root, report)


def _targets(
    element: XmlElement, path: tuple[str, str], known: set[str | None], root: XmlElement, report: Report
) -> tuple[str, ...]:
    found = []
    _refuse_empty(element, path[0], report)
    for each in (each for need in element.all(path[0]) for each in need.all(path[1])):
        target = reference(each, root)
        if target in known:
            found.append(target)
            continue
        report.error(
            "unknown_requirement",
            f"所需的元素“{target[:80]}”不在本文件中。请把它画在同一个文件里。",
            f'What is required, "{target[:80]}", is not in this file. Draw it in the same file.',
            element.id,
            each.line,
        )
    return tuple(dict.fromkeys(found))


def _refuse_empty(element: XmlElement, kind: str, report: Report) -> None:
    """Refuse a requirement that names nothing."""
    for need in element.all(kind):
        if not any(child.name in _REQUIRED for child in need.children):
            report.error(
                "requirement_without_target",
                "依赖没有写明所需的元素。请重新连线或删除它。",
                "The requirement does not say what is required. Connect it again or delete it.",
                element.id,
                need.line,
            )


def _service(element: XmlElement, root: XmlElement, report: Report) -> DecisionService:
    def ids(name: str, kind: str) -> tuple[str, ...]:
        known = {each.id for each in root.all(kind)}
        wanted = [reference(each, root) for each in element.all(name)]
        for target in wanted:
            if target not in known:
                report.error(
                    "unknown_service_part",
                    f"决策服务引用的“{target[:80]}”不在本文件中。请修改引用。",
                    f'The decision service refers to "{target[:80]}", which is not in this file. Change it.',
                    element.id,
                    element.line,
                )
        return tuple(wanted)

    if not element.id or not element.attributes.get("name") or not element.all("outputDecision"):
        report.error(
            "invalid_decision_service",
            "决策服务缺少标识、名称或输出决策。请补充。",
            "The decision service lacks an id, a name or an output decision. Add them.",
            element.id,
            element.line,
        )
    return DecisionService(
        id=element.id or "",
        name=_named(element).name,
        outputs=ids("outputDecision", "decision"),
        input_decisions=ids("inputDecision", "decision"),
        input_data=ids("inputData", "inputData"),
    )
