"""The drawing problem: items in lanes and edges between them, read from a BPMN file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}
_EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
_TASKS = {
    "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
    "callActivity",
}  # fmt: skip
LABEL_WIDTH = 90
LINE = 14


def text_box(text: str, width: float = LABEL_WIDTH) -> tuple[float, float]:
    """Width and height of a label as bpmn-js wraps it (11 px font, Chinese letters square)."""
    length = sum(11.5 if ord(letter) > 0x2000 else 6.5 for letter in text)
    lines = max(1, math.ceil(length / width))
    return min(width, length + 2), lines * LINE


@dataclass
class Item:
    """A node to place. `x`, `y` are its top left corner, inside its scope until the scope itself is placed."""

    id: str
    tag: str
    name: str
    lane: int = 0
    column: int = 0
    track: int = 0
    x: float = 0
    y: float = 0
    width: float = 100
    height: float = 80
    inside: Scope | None = None
    boundaries: list[Item] = field(default_factory=list)
    host: Item | None = None

    @property
    def is_event(self) -> bool:
        """Drawn as a circle with its name under it."""
        return self.tag in _EVENTS

    @property
    def has_label(self) -> bool:
        """Whether the name stands outside the shape."""
        return bool(self.name) and (self.is_event or self.tag in _GATEWAYS)

    @property
    def below(self) -> float:
        """Room needed under the middle line."""
        room = self.height / 2
        if self.has_label:
            room += 5 + text_box(self.name)[1]
        if self.boundaries:
            room += 24 + max(text_box(event.name)[1] for event in self.boundaries)
        return room


@dataclass
class Edge:
    """A flow to draw; `source` is the host where it leaves a boundary event."""

    id: str
    source: Item
    target: Item
    name: str
    leaves: Item | None = None
    points: list[tuple[float, float]] = field(default_factory=list)
    label: tuple[float, float, float, float] | None = None


@dataclass
class Scope:
    """The contents of a process or sub-process."""

    items: dict[str, Item]
    edges: list[Edge]
    lanes: list[tuple[str, str]]
    width: float = 0
    height: float = 0
    lane_bounds: list[tuple[float, float]] = field(default_factory=list)


def read_scope(element: etree._Element, lane_of: dict[str, int], lanes: list[tuple[str, str]]) -> Scope:
    """The nodes and flows standing directly in an element."""
    items: dict[str, Item] = {}
    hosts: list[tuple[Item, str]] = []
    for child in element:
        item = _item(child, lane_of)
        if item is None:
            continue
        items[item.id] = item
        if item.tag == "boundaryEvent":
            hosts.append((item, child.get("attachedToRef")))
    for event, host in hosts:
        event.host = items[host]
        items[host].boundaries.append(event)
    edges = []
    for child in element.findall(f"{BPMN}sequenceFlow"):
        source, target = items[child.get("sourceRef")], items[child.get("targetRef")]
        leaves = source if source.host else None
        edges.append(Edge(child.get("id"), source.host or source, target, child.get("name") or "", leaves))
    return Scope(items, edges, lanes)


def _item(child: etree._Element, lane_of: dict[str, int]) -> Item | None:
    tag = etree.QName(child).localname
    known = _TASKS | _EVENTS | _GATEWAYS | {"subProcess"}
    if tag not in known:
        return None
    item = Item(child.get("id"), tag, child.get("name") or "", lane_of.get(child.get("id"), 0))
    if tag in _EVENTS:
        item.width = item.height = 36
    elif tag in _GATEWAYS:
        item.width = item.height = 50
    elif tag == "subProcess":
        item.inside = read_scope(child, {}, [])
    return item
