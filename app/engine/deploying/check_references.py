"""References that lead nowhere (design rule 15): errors in the office's own bundle, else warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.definitions import Reference, ReferenceKind, references_of
from app.domain.context import CommandContext
from app.domain.errors import EvaluationFailed, Problem
from app.domain.model.decision import DecisionModel
from app.domain.model.process import ProcessModel
from app.domain.text import Text
from app.engine.deploying.reading import Reading
from app.engine.stepping.deadlines import DECISION, PROPERTY

_WORDS = {
    ReferenceKind.FORM: "表单",
    ReferenceKind.DECISION: "决策",
    ReferenceKind.PROCESS: "被调用的流程",
    ReferenceKind.TOPIC: "工作者主题",
    ReferenceKind.GROUP: "岗位或单位",
}


def check_references(reading: Reading, strict: bool, context: CommandContext) -> Iterator[Problem]:
    """One problem for every literal reference that does not resolve in this deployment or the database."""
    severity = "error" if strict else "warning"
    check = _Check(reading, context)
    for resource, process in reading.processes:
        for reference in references_of(process):
            if not check.resolves(reference):
                word = _WORDS[reference.kind]
                text = Text(
                    f"{word} {reference.key} 不存在，请先部署或更正名称",
                    f"{reference.kind.value} {reference.key} does not exist; deploy it first or correct the name",
                )
                code = f"unresolved_{reference.kind.value}"
                if reference.required:
                    code, text = "code_without_worker", _code_without_worker(reference.key)
                least = "error" if reference.required else severity
                yield Problem(code, text, resource, reference.element_id, reference.line, least)
        yield from _check_deadlines(process, resource, severity, check)


def _code_without_worker(name: str) -> Text:
    return Text(
        f'Banli 不运行 Java 代码,也没有名为 {name} 的工作程序。请在 workers/ 中以 @worker("{name}") 编写,'
        "或改为外部任务(type=external 并填写主题)。",
        f'Banli runs no Java, and no worker stands for {name}. Write one in workers/ with @worker("{name}"), or make '
        "it an external task (type=external with a topic).",
    )


@dataclass(frozen=True, slots=True)
class _Check:
    reading: Reading
    context: CommandContext

    def resolves(self, reference: Reference) -> bool:
        """Whether the reference leads anywhere; kinds nobody can know are taken as given."""
        checks: Mapping[ReferenceKind, Callable[[Reference], bool]] = {
            ReferenceKind.FORM: self._definition,
            ReferenceKind.DECISION: self._definition,
            ReferenceKind.PROCESS: self._definition,
            ReferenceKind.TOPIC: self._topic,
            ReferenceKind.GROUP: lambda each: self.context.org.has_group(each.key),
        }
        check = checks.get(reference.kind)
        return check is None or check(reference)

    def _topic(self, reference: Reference) -> bool:
        if self.context.topics is None:
            return not reference.required
        return reference.key in self.context.topics

    def _definition(self, reference: Reference) -> bool:
        kind, key = reference.kind.value, reference.key
        if reference.binding in ("latest", "deployment") and key in self.reading.keys(kind):
            return True
        definitions = self.context.uow.definitions
        if reference.binding == "deployment":
            return False
        if reference.binding == "version" and (reference.version or "").isdecimal():
            return definitions.by_version(kind, key, int(reference.version or "0")) is not None
        if reference.binding == "versionTag" and reference.version:
            return definitions.by_version_tag(kind, key, reference.version) is not None
        return definitions.latest(kind, key) is not None

    def deadline_table(self) -> Mapping[str, DecisionModel] | None:
        """The decisions of the file that holds the deadlines."""
        source = next((resource for resource, each in self.reading.decisions if each.id == DECISION), None)
        if source is not None:
            return {each.id: each for resource, each in self.reading.decisions if resource == source}
        definition = self.context.uow.definitions.latest("decision", DECISION)
        return None if definition is None else self.context.programs.decisions(definition, self.context.uow)


def _check_deadlines(process: ProcessModel, resource: str, severity: str, check: _Check) -> Iterator[Problem]:
    named = [node for node in process.nodes.values() if PROPERTY in node.properties]
    table = check.deadline_table() if named else None
    for node in named:
        deadline_id = node.properties[PROPERTY]
        if "${" in deadline_id or (table is not None and _is_row(table, deadline_id, check.context)):
            continue
        text = Text(
            f"时限表中没有 {deadline_id}。请在决策表 {DECISION} 中添加这一行，或更正时限标识。",
            f"the table {DECISION} has no row {deadline_id}. Add the row, or correct the id of the deadline.",
        )
        yield Problem("unresolved_deadline", text, resource, node.id, node.line, severity)


def _is_row(table: Mapping[str, DecisionModel], deadline_id: str, context: CommandContext) -> bool:
    try:
        return len(context.decisions.decide(table, DECISION, {"id": deadline_id}, {}).rows) == 1
    except EvaluationFailed:
        return False
