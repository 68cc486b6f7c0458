"""Writes the drawing into the file as BPMN diagram interchange; nothing else of the file changes."""

from __future__ import annotations

from lxml import etree

from scripts.layout.graph import Item, Scope
from scripts.layout.labels import label_of

NS = {
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
HEAD = 30
"""Width of a pool's or lane's name."""
LEFT, TOP = 160, 80


class Writer:
    """Collects shapes and edges of one diagram."""

    def __init__(self, key: str, plane_element: str) -> None:
        self.diagram = etree.Element(_name("bpmndi", "BPMNDiagram"), id=f"Diagram_{key}", nsmap=NS)
        self.plane = etree.SubElement(
            self.diagram, _name("bpmndi", "BPMNPlane"), id=f"Plane_{key}", bpmnElement=plane_element
        )

    def shape(self, element: str, box: tuple[float, ...], label: tuple[float, ...] | None = None, **extra: str) -> None:
        """One shape."""
        shape = etree.SubElement(
            self.plane, _name("bpmndi", "BPMNShape"), id=f"{element}_di", bpmnElement=element, **extra
        )
        _bounds(shape, box)
        if label is not None:
            _bounds(etree.SubElement(shape, _name("bpmndi", "BPMNLabel")), label)

    def scope(self, scope: Scope, x: float, y: float) -> None:
        """All items and edges of a scope, moved by (x, y)."""
        for item in scope.items.values():
            self._item(item, x, y)
        for edge in scope.edges:
            drawn = etree.SubElement(self.plane, _name("bpmndi", "BPMNEdge"), id=f"{edge.id}_di", bpmnElement=edge.id)
            for px, py in edge.points:
                etree.SubElement(drawn, _name("di", "waypoint"), x=_number(px + x), y=_number(py + y))
            if edge.label is not None:
                box = (edge.label[0] + x, edge.label[1] + y, *edge.label[2:])
                _bounds(etree.SubElement(drawn, _name("bpmndi", "BPMNLabel")), box)

    def _item(self, item: Item, x: float, y: float) -> None:
        label = None
        if item.has_label:
            lx, ly, width, height = label_of(item)
            label = (lx + x, ly + y, width, height)
        extra = {"isExpanded": "true"} if item.inside else {}
        if item.tag == "exclusiveGateway":
            extra["isMarkerVisible"] = "true"
        self.shape(item.id, (item.x + x, item.y + y, item.width, item.height), label, **extra)
        if item.inside is not None:
            self.scope(item.inside, item.x + x + 20, item.y + y + 30)


def _bounds(parent: etree._Element, box: tuple[float, ...]) -> None:
    x, y, width, height = map(_number, box)
    etree.SubElement(parent, _name("dc", "Bounds"), x=x, y=y, width=width, height=height)


def _name(prefix: str, tag: str) -> str:
    return f"{{{NS[prefix]}}}{tag}"


def _number(value: float) -> str:
    return str(round(value))
