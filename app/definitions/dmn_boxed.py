"""Reads boxed expressions (DMN 1.3, chapter 7.3; conditional, filter and iterators of 1.4); texts stay texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.definitions.bpmn_context import language_of
from app.definitions.dmn_table import read_table
from app.definitions.namespaces import DMN
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement
from app.domain.model.decision import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedList,
    BoxedLoop,
    ContextEntry,
    FunctionParameter,
    LiteralDecision,
)

MAX_DEPTH = 30
_KEPT = frozenset({"description", "extensionElements"})


@dataclass(frozen=True, slots=True)
class BoxedReader:
    """Reads the expressions of one decision or knowledge model; what is wrong is reported under its id."""

    id: str
    default_language: str
    report: Report
    depth: int = 0

    def inside(self, element: XmlElement, what: str, ignored: frozenset[str] = frozenset()) -> Boxed | None:
        """The one expression among the children of an element, None where that is wrong."""
        found = [child for child in element.children if child.space == DMN and child.name in KINDS]
        self._refuse_others(element, frozenset(KINDS) | ignored)
        if len(found) == 1:
            return self.read(found[0])
        self.error(
            "decision_without_logic",
            f"{what}没有内容, 或有多个内容。请恰好填写一个:决策表、FEEL 表达式或其他框式表达式。",
            "An expression is missing, or there are several. Give exactly one: a decision table, a FEEL text or "
            "another boxed expression.",
            element,
        )
        return None

    def read(self, element: XmlElement) -> Boxed | None:
        """An expression by its element; None where it is wrong."""
        if self.depth >= MAX_DEPTH:
            self.error(
                "boxed_too_deep",
                f"框式表达式嵌套超过 {MAX_DEPTH} 层。请拆成几个决策。",
                f"Boxed expressions are nested more than {MAX_DEPTH} levels deep. Split them into several decisions.",
                element,
            )
            return None
        return KINDS[element.name](replace(self, depth=self.depth + 1), element)

    def error(self, code: str, zh: str, en: str, element: XmlElement) -> None:
        """Report an error at an element."""
        self.report.error(code, zh, en, self.id, element.line)

    def _refuse_others(self, element: XmlElement, known: frozenset[str]) -> None:
        for child in element.children:
            if child.space == DMN and child.name not in known | _KEPT:
                self.error(
                    "unsupported_element",
                    f"此处不支持元素 {child.name}。请删除它。",
                    f"The element {child.name} is not supported here. Delete it.",
                    child,
                )

    def _table(self, element: XmlElement) -> Boxed | None:
        table = read_table(self.id, element, self.default_language, self.report)
        return None if table is None else replace(table, type_ref=type_of(element))

    def _literal(self, element: XmlElement) -> Boxed | None:
        text = element.first("text")
        written = text.text.strip() if text is not None else ""
        named = element.attributes.get("expressionLanguage") or self.default_language
        language = language_of(named)
        self._refuse_others(element, frozenset({"text"}))
        if written and language is not None:
            return LiteralDecision(written, language, None, type_of(element))
        self.error(
            "invalid_literal_expression",
            f"表达式为空,或语言“{named[:40]}”不受支持。请填写 FEEL 表达式。",
            f'The expression is empty, or its language "{named[:40]}" is not supported. Write FEEL.',
            element,
        )
        return None

    def _context(self, element: XmlElement) -> Boxed | None:
        self._refuse_others(element, frozenset({"contextEntry"}))
        entries = [self._entry(each) for each in element.all("contextEntry")]
        read = tuple(entry for entry in entries if entry is not None)
        names = [entry.name for entry in read]
        if len(set(names)) < len(names) or None in names[:-1]:
            self.error(
                "invalid_context",
                "上下文的条目名称重复,或缺少名称(只有最后一个条目可以没有名称)。请修改。",
                "Entries of the context have the same name or none (only the last may have none). Change them.",
                element,
            )
        return BoxedContext(read, type_of(element)) if len(read) == len(entries) else None

    def _entry(self, element: XmlElement) -> ContextEntry | None:
        variable = element.first("variable")
        value = self.inside(element, "上下文条目", frozenset({"variable"}))
        if value is None:
            return None
        name = None if variable is None else variable.attributes.get("name") or None
        return ContextEntry(name, value, None if variable is None else type_of(variable))

    def _list(self, element: XmlElement) -> Boxed | None:
        self._refuse_others(element, frozenset(KINDS))
        items = [self.read(child) for child in element.children if child.space == DMN and child.name in KINDS]
        read = tuple(item for item in items if item is not None)
        return BoxedList(read, type_of(element)) if len(read) == len(items) else None

    def _relation(self, element: XmlElement) -> Boxed | None:
        """A relation means the same as a list of contexts."""
        self._refuse_others(element, frozenset({"column", "row"}))
        columns = [(each.attributes.get("name", ""), type_of(each)) for each in element.all("column")]
        rows = [self._row(row, columns) for row in element.all("row")]
        read = tuple(row for row in rows if row is not None)
        return BoxedList(read, type_of(element)) if len(read) == len(rows) else None

    def _row(self, element: XmlElement, columns: list[tuple[str, str | None]]) -> Boxed | None:
        cells = [self.read(child) for child in element.children if child.space == DMN and child.name in KINDS]
        read = [cell for cell in cells if cell is not None]
        names = {name for name, _ in columns}
        if len(cells) != len(columns) or len(names) < len(columns) or "" in names:
            self.error(
                "relation_width",
                "关系的单元格数与列数不符,或列名为空、重复。请补齐。",
                "A row of the relation has not as many cells as there are columns, or columns lack different names. "
                "Fill them in.",
                element,
            )
            return None
        pairs = zip(columns, read, strict=False)
        entries = tuple(ContextEntry(name, cell, type_ref) for (name, type_ref), cell in pairs)
        return BoxedContext(entries) if len(read) == len(cells) else None

    def _invocation(self, element: XmlElement) -> Boxed | None:
        self._refuse_others(element, frozenset({"literalExpression", "binding"}))
        called = element.first("literalExpression")
        text = None if called is None else called.first("text")
        bindings = [self._binding(each) for each in element.all("binding")]
        read = tuple(binding for binding in bindings if binding is not None)
        if text is None or not text.text.strip():
            self.error(
                "invocation_without_function",
                "调用没有写明函数。请填写业务知识模型或函数的名称。",
                "The invocation names no function. Fill in the name of a knowledge model or function.",
                element,
            )
            return None
        return BoxedInvocation(text.text.strip(), read, type_of(element)) if len(read) == len(bindings) else None

    def _binding(self, element: XmlElement) -> tuple[str, Boxed] | None:
        parameter = element.first("parameter")
        value = self.inside(element, "参数", frozenset({"parameter"}))
        name = None if parameter is None else parameter.attributes.get("name")
        if not name:
            self.error(
                "binding_without_name",
                "调用的参数没有名称。请填写参数名。",
                "A binding of the invocation has no parameter name. Fill it in.",
                element,
            )
        return None if value is None or not name else (name, value)

    def function(self, element: XmlElement) -> BoxedFunction | None:
        """A function definition, or the encapsulated logic of a knowledge model."""
        kind = element.attributes.get("kind") or "FEEL"
        if kind != "FEEL":
            self.error(
                "external_function",
                f"不支持 {kind[:20]} 函数(绑定 JVM 的代码不在此运行)。请改用 FEEL。",
                f"Functions of kind {kind[:20]} are not supported (code for the JVM does not run here). Use FEEL.",
                element,
            )
            return None
        body = self.inside(element, "函数", frozenset({"formalParameter"}))
        parameters = tuple(
            FunctionParameter(each.attributes.get("name", ""), type_of(each)) for each in element.all("formalParameter")
        )
        names = [parameter.name for parameter in parameters]
        if "" in names or len(set(names)) < len(names):
            self.error(
                "invalid_parameters",
                "函数的参数没有名称或名称重复。请修改。",
                "Parameters of the function have the same name or none. Change them.",
                element,
            )
        return None if body is None else BoxedFunction(parameters, body, type_of(element))

    def _conditional(self, element: XmlElement) -> Boxed | None:
        parts = [self._part(element, name) for name in ("if", "then", "else")]
        condition, then, other = parts
        if condition is None or then is None or other is None:
            return None
        return BoxedConditional(condition, then, other, type_of(element))

    def _filter(self, element: XmlElement) -> Boxed | None:
        source, match = self._part(element, "in"), self._part(element, "match")
        return None if source is None or match is None else BoxedFilter(source, match, type_of(element))

    def _loop(self, element: XmlElement) -> Boxed | None:
        variable = element.attributes.get("iteratorVariable")
        source = self._part(element, "in")
        body = self._part(element, "return" if element.name == "for" else "satisfies")
        if not variable:
            self.error(
                "loop_without_variable",
                "循环没有变量名。请填写 iteratorVariable。",
                "The iteration has no variable. Fill in iteratorVariable.",
                element,
            )
        if source is None or body is None or not variable:
            return None
        return BoxedLoop(element.name, variable, source, body, type_of(element))

    def _part(self, element: XmlElement, name: str) -> Boxed | None:
        part = element.first(name)
        return self.inside(element if part is None else part, f"{element.name} 的 {name}")


def type_of(element: XmlElement) -> str | None:
    """The type an element names, without the prefix of FEEL's own types."""
    return element.attributes.get("typeRef", "").removeprefix("feel:").strip() or None


KINDS: dict[str, Callable[[BoxedReader, XmlElement], Boxed | None]] = {
    "decisionTable": BoxedReader._table,
    "literalExpression": BoxedReader._literal,
    "context": BoxedReader._context,
    "list": BoxedReader._list,
    "relation": BoxedReader._relation,
    "invocation": BoxedReader._invocation,
    "functionDefinition": BoxedReader.function,
    "conditional": BoxedReader._conditional,
    "filter": BoxedReader._filter,
    "for": BoxedReader._loop,
    "some": BoxedReader._loop,
    "every": BoxedReader._loop,
}
"""Every boxed expression by its element."""
