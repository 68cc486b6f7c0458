"""Bytes of a BPMN file -> its executable processes as frozen models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.definitions.bpmn_compensation import check_compensation, with_handlers
from app.definitions.bpmn_context import ROOT_TAGS, Context, is_true, language_of, without_prefix
from app.definitions.bpmn_extensions import read_properties
from app.definitions.bpmn_listeners import read_execution_listeners
from app.definitions.bpmn_nodes import MAX_NODES, ScopeReader, documentation
from app.definitions.bpmn_people import expressions
from app.definitions.bpmn_structure import check_structure, with_implicit_default
from app.definitions.bpmn_transactions import check_transactions
from app.definitions.bpmn_vocabulary import NODE_TAGS
from app.definitions.bpmn_vocabulary_check import VocabularyCheck
from app.definitions.literals import days_to_live, split_list
from app.definitions.namespaces import BPMN, EXECUTABLE_BY_DEFAULT
from app.definitions.report import Report
from app.definitions.xml_intake import XmlElement, XmlFile, parse_xml
from app.domain.errors import Problem
from app.domain.model.process import Flow, Node, ProcessModel


@dataclass(frozen=True, slots=True)
class BpmnFile:
    """A BPMN file that can run: its executable processes and the warnings about it."""

    processes: tuple[ProcessModel, ...]
    warnings: tuple[Problem, ...] = ()


def read_bpmn(content: bytes, resource: str) -> BpmnFile:
    """Read a file. Raises `DefinitionInvalid` with all problems where any of them is an error."""
    report = Report(resource)
    file = parse_xml(content, report)
    root = file.root
    if (root.space, root.name) != (BPMN, "definitions"):
        raise report.refuse(
            "not_bpmn",
            "文件不是 BPMN 2.0 图(根元素应为 definitions)。请选择正确的文件。",
            "The file is no BPMN 2.0 diagram (its root should be definitions). Choose the right file.",
            root.line,
        )
    processes = _FileReader(file, report).read()
    report.raise_errors()
    return BpmnFile(processes, report.problems)


class _FileReader:
    """Reads one parsed file."""

    def __init__(self, file: XmlFile, report: Report) -> None:
        self._root = file.root
        self._report = report
        self._default_executable = bool(file.namespaces & EXECUTABLE_BY_DEFAULT)

    def read(self) -> tuple[ProcessModel, ...]:
        """All executable processes; problems go to the report."""
        processes = [each for each in self._root.all("process") if self._is_executable(each)]
        skipped = [each for each in self._root.all("process") if not self._is_executable(each)]
        vocabulary = VocabularyCheck(self._report)
        vocabulary.check(_without(self._root, skipped))
        context = Context(self._report, _roots(self._root), vocabulary.ids, _associations(self._root))
        for each in skipped:
            self._report.warning(
                "not_executable",
                "该流程未标记为可执行,不会部署。如需运行,请勾选“可执行”。",
                "The process is not marked executable and is not deployed. Tick executable to run it.",
                each.id,
                each.line,
            )
        if not processes:
            self._report.error(
                "no_executable_process",
                "文件中没有可执行的流程。请给要运行的流程勾选“可执行”。",
                "No process of the file is executable. Tick executable on the one to run.",
                line=self._root.line,
            )
        self._check_language()
        self._check_pools()
        everywhere = frozenset(
            each.id for each in self._root.walk() if each.id and each.space == BPMN and each.name in NODE_TAGS
        )
        models = [self._process(each, everywhere, context) for each in processes]
        return tuple(model for model in models if model is not None)

    def _is_executable(self, process: XmlElement) -> bool:
        return is_true(process.attributes.get("isExecutable"), default=self._default_executable)

    def _process(self, element: XmlElement, everywhere: frozenset[str], context: Context) -> ProcessModel | None:
        if element.id is None:
            self._report.error(
                "process_without_id",
                "流程没有标识(键)。请填写标识。",
                "The process has no id (key). Fill it in.",
                line=element.line,
            )
            return None
        if not self._check_size(element):
            return None
        lanes = _Lanes(element, self._report)
        reader = ScopeReader(
            context,
            lanes.of_node,
            everywhere,
            context.expression(element, "jobPriority"),
            context.expression(element, "taskPriority"),
        )
        reader.read(element, element.id)
        reader.nodes = with_handlers(reader.nodes, context)
        model = self._model(element, element.id, reader, lanes.names)
        lanes.check(model)
        check_structure(model, reader.is_whole, self._report)
        check_compensation(model, self._report)
        check_transactions(model, self._report)
        return model

    def _model(self, element: XmlElement, id: str, reader: ScopeReader, lanes: Mapping[str, str]) -> ProcessModel:
        flows = reader.flows
        return ProcessModel(
            id=id,
            name=element.attributes.get("name") or None,
            nodes={node.id: _with_default(node, flows) for node in reader.nodes.values()},
            flows=flows,
            version_tag=element.camunda.get("versionTag") or None,
            history_time_to_live=self._time_to_live(element),
            startable=is_true(element.camunda.get("isStartableInTasklist"), default=True),
            candidate_starter_groups=split_list(element.camunda.get("candidateStarterGroups")),
            candidate_starter_users=tuple(each.text for each in expressions(element, "candidateStarterUsers")),
            documentation=documentation(element),
            lanes=lanes,
            properties=read_properties(element),
            listeners=read_execution_listeners(element, id, reader.context),
        )

    def _time_to_live(self, element: XmlElement) -> int | None:
        text = element.camunda.get("historyTimeToLive")
        days = days_to_live(text) if text else None
        if text and days is None:
            self._report.error(
                "invalid_time_to_live",
                f"历史保留时间“{text[:40]}”无效。请写成天数(180)或 P180D。",
                f'The history time to live "{text[:40]}" is not valid. Give days (180) or P180D.',
                element.id,
                element.line,
            )
        return days

    def _check_size(self, element: XmlElement) -> bool:
        count = sum(each.name in NODE_TAGS for each in element.walk())
        if count == 0:
            self._report.error(
                "empty_process",
                "流程是空的。请至少画一个开始事件。",
                "The process is empty. Draw a start event at least.",
                element.id,
                element.line,
            )
        elif count > MAX_NODES:
            self._report.error(
                "too_many_nodes",
                f"流程有 {count} 个步骤,超过上限 {MAX_NODES}。请拆成几个流程,用调用活动连接。",
                f"The process has {count} elements, more than {MAX_NODES}. Split it and connect by call activities.",
                element.id,
                element.line,
            )
        return 0 < count <= MAX_NODES

    def _check_language(self) -> None:
        """Texts without a language of their own are JUEL; a file that says otherwise would be misread."""
        named = self._root.attributes.get("expressionLanguage")
        if named and language_of(named) != "juel":
            self._report.error(
                "unsupported_language",
                f"不支持全图的表达式语言“{named[:60]}”。请删除 expressionLanguage,FEEL 表达式以“=”开头。",
                f'The expression language "{named[:60]}" of the file is not supported. Delete expressionLanguage; '
                'begin FEEL expressions with "=".',
                line=self._root.line,
            )

    def _check_pools(self) -> None:
        known = {each.id for each in self._root.all("process")}
        for collaboration in self._root.all("collaboration"):
            for pool in collaboration.all("participant"):
                reference = without_prefix(pool.attributes.get("processRef", ""))
                if reference and reference not in known:
                    self._report.warning(
                        "pool_without_process",
                        f"泳池引用的流程“{reference[:80]}”不存在,只作图示。请删除泳池或重新关联流程。",
                        f'The pool refers to the process "{reference[:80]}", which does not exist, and is only drawn. '
                        "Delete the pool or connect it again.",
                        pool.id,
                        pool.line,
                    )


class _Lanes:
    """The lanes of a process; of nested lanes the innermost counts."""

    def __init__(self, process: XmlElement, report: Report) -> None:
        self._report = report
        self._lines: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.of_node: dict[str, str] = {}
        for lane_set in process.all("laneSet"):
            self._read(lane_set)

    def check(self, model: ProcessModel) -> None:
        """Warn of lanes that list nodes the process does not have."""
        for node, lane in self.of_node.items():
            if node not in model.nodes:
                self._report.warning(
                    "lane_with_unknown_node",
                    f"泳道列出了不存在的元素“{node[:80]}”。请在设计器中移动该元素以更新泳道。",
                    f'The lane lists "{node[:80]}", which does not exist. Move an element of the lane to refresh it.',
                    lane,
                    self._lines.get(lane),
                )

    def _read(self, lane_set: XmlElement) -> None:
        for lane in lane_set.all("lane"):
            id = lane.id or f"lane_{len(self.names) + 1}"
            self.names[id] = lane.attributes.get("name", "")
            self._lines[id] = lane.line
            for reference in lane.all("flowNodeRef"):
                self.of_node[without_prefix(reference.text.strip())] = id
            for inner in lane.all("childLaneSet"):
                self._read(inner)


def _with_default(node: Node, flows: Mapping[str, Flow]) -> Node:
    without_condition = [id for id in node.outgoing if flows[id].condition is None]
    return replace(node, default_flow=with_implicit_default(node, without_condition))


def _without(root: XmlElement, skipped: list[XmlElement]) -> XmlElement:
    """The tree without processes that are drawings only; their vocabulary is nobody's business."""
    return replace(root, children=tuple(child for child in root.children if child not in skipped))


def _roots(root: XmlElement) -> Mapping[str, Mapping[str, XmlElement]]:
    return {tag: {each.id: each for each in root.all(tag) if each.id} for tag in ROOT_TAGS}


def _associations(root: XmlElement) -> Mapping[str, tuple[str, ...]]:
    """Associations by their source, wherever modelers put them: one from a compensation names its handler."""
    found: dict[str, list[str]] = {}
    for each in root.walk():
        if each.space == BPMN and each.name == "association":
            source, target = (without_prefix(each.attributes.get(name, "")) for name in ("sourceRef", "targetRef"))
            found.setdefault(source, []).append(target)
    return {source: tuple(targets) for source, targets in found.items()}
