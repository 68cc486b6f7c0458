"""Walks a BPMN tree and reports every element and attribute that the vocabulary does not allow."""

from __future__ import annotations

from app.definitions import bpmn_vocabulary as words
from app.definitions.literals import is_element_id
from app.definitions.namespaces import BPMN, CAMUNDA, DIAGRAM, HARMLESS, OTHER_ENGINES
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement
from app.domain.text import Text

_BINDINGS = frozenset({"latest", "deployment", "version", "versionTag"})
_TRUE_FALSE = frozenset({"true", "false", "1", "0"})
_VALUES: dict[str, frozenset[str]] = {
    "isExecutable": _TRUE_FALSE,
    "isInterrupting": _TRUE_FALSE,
    "cancelActivity": _TRUE_FALSE,
    "isSequential": _TRUE_FALSE,
    "testBefore": _TRUE_FALSE,
    "triggeredByEvent": _TRUE_FALSE,
    "isForCompensation": _TRUE_FALSE,
    "waitForCompletion": _TRUE_FALSE,
    "method": frozenset({"##Compensate"}),
    "parallelMultiple": _TRUE_FALSE,
    "instantiate": _TRUE_FALSE,
    "isImmediate": frozenset({"true", "1"}),
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "ordering": frozenset({"Parallel", "Sequential"}),
    "cancelRemainingInstances": _TRUE_FALSE,
    "behavior": frozenset({"All"}),
    "eventGatewayType": frozenset({"Exclusive", "Parallel"}),
}
"""Attributes of which only some values are supported, wherever they stand."""
_CAMUNDA_VALUES: dict[str, frozenset[str]] = {
    "asyncBefore": _TRUE_FALSE,
    "asyncAfter": _TRUE_FALSE,
    "async": _TRUE_FALSE,
    "exclusive": _TRUE_FALSE,
    "isStartableInTasklist": _TRUE_FALSE,
    "local": _TRUE_FALSE,
    "calledElementBinding": _BINDINGS,
    "decisionRefBinding": _BINDINGS,
    "formRefBinding": _BINDINGS - {"versionTag"},
    "mapDecisionResult": frozenset({"singleEntry", "singleResult", "collectEntries", "resultList"}),
}


class VocabularyCheck:
    """One walk over one file; `ids` are all ids seen, for giving missing ones."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._foreign: set[str] = set()
        self.ids: set[str] = set()

    def check(self, element: XmlElement, owner: str | None = None) -> None:
        """Check an element of the BPMN space and everything below it; `owner` is the drawn element around it."""
        if element.id and (element.name in words.DRAWN_TAGS or owner is None):
            owner = element.id
        self._check_id(element, owner)
        if element.name in words.DOCUMENTATION_TAGS:
            self._check_ids_below(element, owner)
            return
        if element.name not in words.ATTRIBUTES:
            self._refuse_element(element, owner)
            return
        self._check_attributes(element, owner)
        self._check_camunda_attributes(element, owner)
        self._check_foreign(element, owner)
        self._check_text(element, owner)
        for child in element.children:
            self._check_child(element, child, owner)

    def _check_child(self, parent: XmlElement, child: XmlElement, owner: str | None) -> None:
        if child.space == BPMN and child.name == "extensionElements":
            self._check_extensions(parent, child, owner)
        elif child.space == BPMN:
            self.check(child, None if parent.name in ("definitions", "collaboration", "laneSet") else owner)
        elif child.space == DIAGRAM and parent.name == "definitions":
            return
        elif parent.name != "documentation":
            self._report.error(
                "foreign_element",
                f"元素 {child.name} 不属于 BPMN,不能放在这里。请删除它。",
                f"The element {child.name} is not BPMN and may not stand here. Delete it.",
                child.id or owner,
                child.line,
            )

    def _check_ids_below(self, element: XmlElement, owner: str | None) -> None:
        for child in element.walk():
            if child is not element and child.space == BPMN:
                self._check_id(child, child.id or owner)

    def _check_id(self, element: XmlElement, owner: str | None) -> None:
        id = element.id
        if id is None:
            return
        if not is_element_id(id):
            self._report.error(
                "invalid_id",
                f"标识“{id[:40]}”不合法。请以字母、汉字或下划线开头,只用字母、数字、“_”“-”“.”。",
                f'The id "{id[:40]}" is not valid. Begin with a letter or "_"; use letters, digits, "_", "-", ".".',
                owner,
                element.line,
            )
        if id in self.ids:
            self._report.error(
                "duplicate_id",
                f"标识“{id}”出现了不止一次。请为每个元素取不同的标识。",
                f'The id "{id}" is used more than once. Give every element its own id.',
                id,
                element.line,
            )
        self.ids.add(id)

    def _refuse_element(self, element: XmlElement, owner: str | None) -> None:
        text = words.REFUSED_TAGS.get(element.name)
        code = "unsupported_element" if text else "unknown_element"
        text = text or Text(
            f"BPMN 中没有可以识别的元素 {element.name}。请删除它或改用受支持的元素。",
            f"The element {element.name} is not known. Delete it or use a supported element.",
        )
        self._report.error(code, text.zh, text.en, owner, element.line)

    def _check_attributes(self, element: XmlElement, owner: str | None) -> None:
        for name, value in element.attributes.items():
            if name not in words.ATTRIBUTES[element.name]:
                self._report.error(
                    "unknown_attribute",
                    f"元素 {element.name} 没有属性 {name}。请删除该属性。",
                    f"The element {element.name} has no attribute {name}. Delete the attribute.",
                    owner,
                    element.line,
                )
            self._check_value(element, name, value, _VALUES, owner)

    def _check_value(
        self, element: XmlElement, name: str, value: str, known: dict[str, frozenset[str]], owner: str | None
    ) -> None:
        if value not in known.get(name, (value,)):
            allowed = " / ".join(sorted(known[name]))
            self._report.error(
                "unsupported_value",
                f"属性 {name} 的值“{value[:40]}”不受支持。请改用:{allowed}。",
                f'The value "{value[:40]}" of the attribute {name} is not supported. Use one of: {allowed}.',
                owner,
                element.line,
            )

    def _check_camunda_attributes(self, element: XmlElement, owner: str | None) -> None:
        allowed = words.CAMUNDA_ATTRIBUTES.get(element.name, frozenset())
        for name, value in element.camunda.items():
            if name in words.MEANS_NOTHING.get(element.name, ()):
                self._warn_without_meaning(name, element, owner)
            elif name not in allowed:
                self._refuse_extension(name, words.REFUSED_CAMUNDA_ATTRIBUTES.get(name), element, owner)
            self._check_value(element, name, value, _CAMUNDA_VALUES, owner)

    def _warn_without_meaning(self, name: str, element: XmlElement, owner: str | None) -> None:
        self._report.warning(
            "means_nothing",
            f"属性 {name} 对 {element.name} 没有意义,已忽略。请删除它,或改变元素类型。",
            f"The attribute {name} means nothing on {element.name} and is ignored. Delete it or change the element.",
            owner,
            element.line,
        )

    def _refuse_extension(self, name: str, text: Text | None, element: XmlElement, owner: str | None) -> None:
        text = text or Text(
            f"扩展 {name} 在 {element.name} 上不受支持。请删除它。",
            f"The extension {name} is not supported on {element.name}. Delete it.",
        )
        self._report.error("unsupported_extension", text.zh, text.en, owner, element.line)

    def _check_foreign(self, element: XmlElement, owner: str | None) -> None:
        for (space, name), value in element.foreign.items():
            if name == "executionPlatform" and value == "Camunda Cloud":
                self._refuse_engine("Camunda 8 (Zeebe)", element, owner)
            self._note_foreign(space, element, owner)

    def _check_extensions(self, parent: XmlElement, holder: XmlElement, owner: str | None) -> None:
        for child in holder.children:
            if child.space != CAMUNDA:
                self._note_foreign(child.space, child, owner)
            elif parent.name in words.CAMUNDA_ELEMENTS.get(child.name, ()):
                self._check_camunda_inside(child, owner)
            else:
                self._refuse_extension(child.name, words.REFUSED_CAMUNDA_ELEMENTS.get(child.name), child, owner)

    def _check_camunda_inside(
        self, element: XmlElement, owner: str | None, attributes: frozenset[str] | None = None
    ) -> None:
        own = words.CAMUNDA_OWN_ATTRIBUTES.get(element.name, frozenset()) if attributes is None else attributes
        for name in [name for name in element.attributes if name not in own] + list(element.camunda):
            self._refuse_extension(name, words.REFUSED_CAMUNDA_ATTRIBUTES.get(name), element, owner)
        for name, value in element.attributes.items():
            self._check_value(element, name, value, _CAMUNDA_VALUES, owner)
        inner = words.CAMUNDA_INNER.get(element.name, {})
        for child in element.children:
            if child.space == CAMUNDA and child.name in inner:
                self._check_camunda_inside(child, owner, inner[child.name])
            elif element.name == "taskListener" and child.space == BPMN and child.name == "timerEventDefinition":
                self.check(child, owner)
            else:
                self._refuse_extension(child.name, words.REFUSED_CAMUNDA_ELEMENTS.get(child.name), child, owner)

    def _note_foreign(self, space: str, element: XmlElement, owner: str | None) -> None:
        if space in OTHER_ENGINES:
            self._refuse_engine(OTHER_ENGINES[space], element, owner)
        elif space not in HARMLESS and space not in self._foreign:
            self._foreign.add(space)
            self._report.warning(
                "foreign_extension",
                f"命名空间 {space[:80]} 的扩展不影响运行,已忽略。",
                f"Extensions of the namespace {space[:80]} do not change how the process runs; they are ignored.",
                owner,
                element.line,
            )

    def _refuse_engine(self, engine: str, element: XmlElement, owner: str | None) -> None:
        self._report.error(
            "other_engine",
            f"该图为 {engine} 编写,其执行设置在这里不起作用。请在设计器中按 Camunda 7 重新填写执行属性。",
            f"The diagram was made for {engine}; its settings mean nothing here. Set them again for Camunda 7.",
            owner,
            element.line,
        )

    def _check_text(self, element: XmlElement, owner: str | None) -> None:
        if element.name in words.TEXT_TAGS:
            misplaced = element.name in words.PLAIN_TEXT_TAGS and bool(element.children)
        else:
            misplaced = bool(element.text.strip() or element.stray)
        if misplaced:
            self._report.error(
                "misplaced_text",
                f"元素 {element.name} 中混有文字和标记。请只保留其中一种。",
                f"Text and markup are mixed in the element {element.name}. Keep only what belongs there.",
                owner,
                element.line,
            )
