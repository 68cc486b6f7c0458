"""Command: lays out the given files in place and prints how each drawing measures."""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

from scripts.layout.columns import assign_columns
from scripts.layout.graph import BPMN, Scope, read_scope
from scripts.layout.improve import best_plan
from scripts.layout.labels import label_hits, place_labels
from scripts.layout.measure import crossings, overlaps
from scripts.layout.plan import Drawing
from scripts.layout.write import HEAD, LEFT, NS, TOP, Writer


def lay_out(scope: Scope, seed: int = 7) -> list[tuple[str, str]]:
    """Place a scope, innermost first; returns every crossing left."""
    left: list[tuple[str, str]] = []
    for item in scope.items.values():
        if item.inside is not None:
            left += lay_out(item.inside, seed)
            item.width = max(item.inside.width + 40, 140)
            item.height = item.inside.height + 50
    assign_columns(scope)
    Drawing(scope, best_plan(scope, seed))
    place_labels(scope)
    return left + crossings(scope.edges)


def lay_out_file(path: Path) -> tuple[Scope, list[tuple[str, str]]]:
    """Lay out one file in place."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    root = etree.fromstring(path.read_bytes(), parser)
    process = root.find(f"{BPMN}process")
    lanes = process.findall(f"{BPMN}laneSet/{BPMN}lane")
    lane_of = {
        ref.text.strip(): number for number, lane in enumerate(lanes) for ref in lane.findall(f"{BPMN}flowNodeRef")
    }
    scope = read_scope(process, lane_of, [(lane.get("id"), lane.get("name")) for lane in lanes])
    left = lay_out(scope)
    _write(path, root, process.get("id"), scope)
    return scope, left


def _write(path: Path, root: etree._Element, key: str, scope: Scope) -> None:
    collaboration = root.find(f"{BPMN}collaboration")
    writer = Writer(key, key if collaboration is None else collaboration.get("id"))
    x = LEFT + 2 * HEAD
    if collaboration is not None:
        pool = collaboration.find(f"{BPMN}participant").get("id")
        width = scope.width + 2 * HEAD
        writer.shape(pool, (LEFT, TOP, width, scope.height), isHorizontal="true")
        for (lane, _), (top, bottom) in zip(scope.lanes, scope.lane_bounds, strict=False):
            writer.shape(lane, (LEFT + HEAD, TOP + top, width - HEAD, bottom - top), isHorizontal="true")
    writer.scope(scope, x, TOP)
    for old in root.findall(f"{{{NS['bpmndi']}}}BPMNDiagram"):
        root.remove(old)
    etree.indent(writer.diagram, level=1)
    writer.diagram.tail = "\n"
    root[-1].tail = "\n  "
    root.append(writer.diagram)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")


def main(names: list[str]) -> None:
    """Lay out each file and print its measures."""
    for name in names:
        scope, left = lay_out_file(Path(name))
        print(
            f"{name}: {round(scope.width)} x {round(scope.height)}, crossings {len(left)}, "
            f"lines on lines {overlaps(scope.edges)}, names on lines {label_hits(scope)}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
