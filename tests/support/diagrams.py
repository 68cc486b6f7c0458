"""What a diagram file draws, read from its diagram interchange: boxes, lines, names; and what is wrong with it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
NODES = [
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "scriptTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
]
Box = tuple[float, float, float, float]
Piece = tuple[float, float, float, float]


@dataclass(frozen=True)
class Flow:
    """A drawn sequence flow."""

    id: str
    source: str
    target: str
    pieces: tuple[Piece, ...]


class Diagram:
    """One file's drawing."""

    def __init__(self, path: Path) -> None:
        root = etree.fromstring(path.read_bytes())
        self.nodes = {e.get("id"): e for tag in NODES for e in root.iter(f"{BPMN}{tag}")}
        self.boxes = {s.get("bpmnElement"): _box(s) for s in root.iter(f"{BPMNDI}BPMNShape")}
        drawn = {e.get("bpmnElement"): _pieces(e) for e in root.iter(f"{BPMNDI}BPMNEdge")}
        self.missing = [
            id
            for id in [*self.nodes, *(f.get("id") for f in root.iter(f"{BPMN}sequenceFlow"))]
            if id not in self.boxes and id not in drawn
        ]
        hosts = {id: e.get("attachedToRef") for id, e in self.nodes.items() if e.get("attachedToRef")}
        self.hosts = hosts
        self.flows = [
            Flow(f.get("id"), hosts.get(f.get("sourceRef"), f.get("sourceRef")), f.get("targetRef"), drawn[f.get("id")])
            for f in root.iter(f"{BPMN}sequenceFlow")
            if f.get("id") in drawn
        ]
        self.labels = {
            e.get("bpmnElement"): _box(label)
            for e in itertools.chain(root.iter(f"{BPMNDI}BPMNShape"), root.iter(f"{BPMNDI}BPMNEdge"))
            for label in e.findall(f"{BPMNDI}BPMNLabel")
        }

    def crossings(self) -> list[tuple[str, str]]:
        """Pairs of flows that cross and neither part from nor meet in the same node."""
        return [
            (one.id, other.id)
            for one, other in itertools.permutations(self.flows, 2)
            if one.source != other.source and one.target != other.target
            for a in one.pieces
            for b in other.pieces
            if a[1] == a[3] and b[0] == b[2] and a[0] < b[0] < a[2] and b[1] < a[1] < b[3]
        ]

    def shared_lines(self) -> list[tuple[str, str]]:
        """Pairs of unrelated flows one of which lies on the other."""
        return [
            (one.id, other.id)
            for one, other in itertools.combinations(self.flows, 2)
            if one.source != other.source and one.target != other.target
            for a in one.pieces
            for b in other.pieces
            if _on_one_line(a, b)
        ]

    def overlapping_shapes(self) -> list[tuple[str, str]]:
        """Pairs of nodes drawn on each other, where neither holds the other."""
        found = []
        for one, other in itertools.combinations(self.nodes, 2):
            if self.hosts.get(one) == other or self.hosts.get(other) == one:
                continue
            if (
                self.nodes[one] in self.nodes[other].iterancestors()
                or self.nodes[other] in self.nodes[one].iterancestors()
            ):
                continue
            if _overlap(self.boxes[one], self.boxes[other]):
                found.append((one, other))
        return found

    def names_on_lines(self) -> list[tuple[str, str]]:
        """Names of flows, events and gateways that lie on a line they do not belong to."""
        return [
            (owner, flow.id)
            for owner, box in self.labels.items()
            for flow in self.flows
            if owner not in {flow.id, flow.source, flow.target}
            if any(_overlap(box, (p[0], p[1], p[2] - p[0], p[3] - p[1])) for p in flow.pieces)
        ]


def _box(parent: etree._Element) -> Box:
    bounds = parent.find(f"{DC}Bounds")
    return (
        float(bounds.get("x")),
        float(bounds.get("y")),
        float(bounds.get("width")),
        float(bounds.get("height")),
    )


def _pieces(edge: etree._Element) -> tuple[Piece, ...]:
    points = [(float(p.get("x")), float(p.get("y"))) for p in edge.findall(f"{DI}waypoint")]
    return tuple(
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in itertools.pairwise(points)
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _on_one_line(a: Piece, b: Piece) -> bool:
    level = a[1] == a[3] == b[1] == b[3] and min(a[2], b[2]) - max(a[0], b[0]) > 1
    upright = a[0] == a[2] == b[0] == b[2] and min(a[3], b[3]) - max(a[1], b[1]) > 1
    return level or upright
