"""Reads the bundle's files as plain XML and JSON, for checks that need no engine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
FLOW_NODES = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
    ]
)


@dataclass(frozen=True)
class Diagram:
    """One BPMN file: its key, its tree and its flow nodes at any depth."""

    key: str
    tree: Any
    nodes: tuple[Any, ...] = field(repr=False)

    def of(self, tag: str) -> list[Any]:
        """All elements of a BPMN tag, at any depth."""
        return list(self.tree.iter(BPMN + tag))

    @property
    def process(self) -> Any:
        """The one process of the file."""
        (process,) = self.of("process")
        return process

    def top_nodes(self) -> list[Any]:
        """Flow nodes that stand directly in the process, not inside a sub-process."""
        return [node for node in self.nodes if node.getparent() is self.process]


def local(element: Any) -> str:
    """The tag of an element without its namespace."""
    return str(etree.QName(element).localname)


def prop(element: Any, name: str) -> str | None:
    """A `camunda:property` of an element, or None."""
    for entry in element.findall(f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property"):
        if entry.get("name") == name:
            return str(entry.get("value"))
    return None


@cache
def diagrams() -> tuple[Diagram, ...]:
    """Every diagram of the bundle, by key."""
    found = []
    for path in sorted((ROOT / "bpmn").glob("*/*.bpmn")):
        tree = etree.parse(path)
        nodes = tuple(e for e in tree.iter(etree.Element) if local(e) in FLOW_NODES)
        found.append(Diagram(path.stem, tree, nodes))
    return tuple(found)


@cache
def decision_ids() -> frozenset[str]:
    """The ids of all decisions of the bundle."""
    return frozenset(d.get("id") for path in dmn_paths() for d in etree.parse(path).iter(DMN + "decision"))


def dmn_paths() -> list[Path]:
    """Every decision table file."""
    return sorted((ROOT / "bpmn").glob("*/*.dmn"))


@cache
def deadline_rows() -> dict[str, tuple[str, ...]]:
    """Deadline id -> outputs of its row (name, article, formula, n, base, expiry, escalate_to)."""
    tree = etree.parse(ROOT / "bpmn/shared/deadlines.dmn")
    rows = {}
    for rule in tree.iter(DMN + "rule"):
        cells = [str(entry.findtext(DMN + "text")).strip('"') for entry in rule if local(entry).endswith("Entry")]
        rows[cells[0]] = tuple(cells[1:])
    return rows


@cache
def forms() -> dict[str, dict[str, Any]]:
    """Form id -> schema."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "forms").glob("*/*.form"))}


def fields(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields of a form, those of repeated rows included."""
    return [f for c in components for f in (c, *fields(c.get("components", [])))]
