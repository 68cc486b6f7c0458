"""Reads a decision table and checks its shape; cells stay FEEL text for the evaluator."""

from __future__ import annotations

from app.definitions.bpmn_context import language_of
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement
from app.domain.model.decision import DecisionInput, DecisionOutput, DecisionRule, DecisionTable

HIT_POLICIES = frozenset({"UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})
MAX_RULES = 5000
_ANY = "-"


def read_table(id: str, element: XmlElement, default_language: str, report: Report) -> DecisionTable | None:
    """The table of decision `id`; what is wrong with it is reported under that id."""
    return _TableReader(id, element, default_language, report).read()


class _TableReader:
    """Reads one table."""

    def __init__(self, id: str, element: XmlElement, default_language: str, report: Report) -> None:
        self._id = id
        self._table = element
        self._default_language = default_language
        self._report = report

    def read(self) -> DecisionTable | None:
        """The table, None where it has no output."""
        policy = self._table.attributes.get("hitPolicy") or "UNIQUE"
        aggregation = self._table.attributes.get("aggregation") or None
        inputs = tuple(self._input(index, each) for index, each in enumerate(self._table.all("input"), 1))
        outputs = tuple(self._output(index, each) for index, each in enumerate(self._table.all("output"), 1))
        self._check_elements()
        self._check_policy(policy, aggregation, outputs)
        self._check_outputs(outputs)
        rows = self._table.all("rule")
        if len(rows) > MAX_RULES:
            self._error(
                "too_many_rules",
                f"决策表超过 {MAX_RULES} 行。请拆成几个表。",
                f"The table has more than {MAX_RULES} rows. Split it into several tables.",
                self._table,
            )
        rules = tuple(self._rule(index, each, inputs, outputs) for index, each in enumerate(rows[:MAX_RULES], 1))
        return DecisionTable(policy, inputs, outputs, rules, aggregation)

    def _input(self, index: int, element: XmlElement) -> DecisionInput:
        expression = element.first("inputExpression")
        text = _text(expression)
        if not text:
            self._error(
                "input_without_expression",
                f"第 {index} 个输入列没有表达式。请填写变量名或 FEEL 表达式。",
                f"Input column {index} has no expression. Fill in a variable or a FEEL expression.",
                element,
            )
        return DecisionInput(
            id=element.id or f"{self._id}_input_{index}",
            label=element.attributes.get("label") or None,
            expression=text,
            language=self._language(expression, ("feel", "juel")),
            type_ref=expression.attributes.get("typeRef") or None if expression else None,
            variable=element.camunda.get("inputVariable") or None,
        )

    def _output(self, index: int, element: XmlElement) -> DecisionOutput:
        default = _text(element.first("defaultOutputEntry"))
        return DecisionOutput(
            id=element.id or f"{self._id}_output_{index}",
            name=element.attributes.get("name") or None,
            label=element.attributes.get("label") or None,
            type_ref=element.attributes.get("typeRef") or None,
            allowed_values=split_literals(_text(element.first("outputValues"))),
            default=default or None,
        )

    def _rule(
        self, index: int, element: XmlElement, inputs: tuple[DecisionInput, ...], outputs: tuple[DecisionOutput, ...]
    ) -> DecisionRule:
        before, after = element.all("inputEntry"), element.all("outputEntry")
        if len(before) != len(inputs) or len(after) != len(outputs):
            self._error(
                "rule_width",
                f"第 {index} 行的单元格数与列数不符。请补齐或删除多余的单元格。",
                f"Row {index} has not as many cells as the table has columns. Add or delete cells.",
                element,
            )
        for cell in (*before, *after):
            self._language(cell, ("feel",))
        description = element.first("description")
        return DecisionRule(
            id=element.id or f"{self._id}_rule_{index}",
            input_entries=tuple(_text(cell) or _ANY for cell in before),
            output_entries=tuple(_text(cell) for cell in after),
            description=description.text.strip() or None if description else None,
            line=element.line,
        )

    def _language(self, element: XmlElement | None, allowed: tuple[str, ...]) -> str:
        named = element.attributes.get("expressionLanguage") if element else None
        language = language_of(named or (self._default_language if len(allowed) > 1 else "feel"))
        if language in allowed:
            return language
        self._error(
            "unsupported_language",
            f"不支持语言“{(named or '')[:40]}”。请改用 FEEL。",
            f'The language "{(named or "")[:40]}" is not supported here. Use FEEL.',
            element or self._table,
        )
        return "feel"

    def _check_elements(self) -> None:
        known = {"input", "output", "rule", "annotation", "description", "extensionElements"}
        for child in self._table.children:
            if child.name not in known:
                self._error(
                    "unknown_element",
                    f"决策表中没有可以识别的元素 {child.name}。请删除它。",
                    f"The element {child.name} is not known in a decision table. Delete it.",
                    child,
                )

    def _check_policy(self, policy: str, aggregation: str | None, outputs: tuple[DecisionOutput, ...]) -> None:
        if policy not in HIT_POLICIES:
            self._error(
                "unsupported_hit_policy",
                f"不支持命中策略“{policy[:40]}”。请改用:{'、'.join(sorted(HIT_POLICIES))}。",
                f'The hit policy "{policy[:40]}" is not supported. Use one of: {", ".join(sorted(HIT_POLICIES))}.',
                self._table,
            )
        if aggregation and (policy != "COLLECT" or aggregation not in AGGREGATIONS or len(outputs) != 1):
            self._error(
                "invalid_aggregation",
                "聚合(SUM、MIN、MAX、COUNT)只能用于 COLLECT 且只有一个输出列的表。请修改。",
                "An aggregation (SUM, MIN, MAX, COUNT) needs COLLECT and exactly one output column. Change it.",
                self._table,
            )
        if policy in ("PRIORITY", "OUTPUT ORDER") and not any(output.allowed_values for output in outputs):
            self._error(
                "priority_without_values",
                f"{policy} 策略需要输出列按优先级列出的取值。请填写输出取值。",
                f"The hit policy {policy} needs the output values in order of priority. Fill them in.",
                self._table,
            )

    def _check_outputs(self, outputs: tuple[DecisionOutput, ...]) -> None:
        names = [output.name for output in outputs]
        if not outputs or (len(outputs) > 1 and (None in names or len(set(names)) < len(names))):
            self._error(
                "outputs_without_names",
                "决策表至少要有一个输出列;多个输出列须各有不同的名称。请补充。",
                "A table needs at least one output column; several need different names. Fill them in.",
                self._table,
            )

    def _error(self, code: str, zh: str, en: str, element: XmlElement) -> None:
        self._report.error(code, zh, en, self._id, element.line)


def split_literals(text: str) -> tuple[str, ...]:
    """The parts of ``"high", "low, very", 3`` as FEEL text; commas inside strings and brackets do not separate."""
    parts, start, quoted, depth = [], 0, False, 0
    for index, letter in enumerate(text):
        if letter == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (letter in "([{") - (letter in ")]}")
            if letter == "," and depth == 0:
                parts.append(text[start:index])
                start = index + 1
    parts.append(text[start:])
    return tuple(part.strip() for part in parts if part.strip())


def _text(element: XmlElement | None) -> str:
    """The stripped `text` child of an entry."""
    text = element.first("text") if element is not None else None
    return text.text.strip() if text is not None else ""
