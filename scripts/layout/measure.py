"""How readable a drawing is: crossings, lines on lines, bends and length; also used by the test over all diagrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.layout.graph import Edge

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One straight piece of an edge."""

    edge: int
    a: Point
    b: Point


def lines_of(edges: Sequence[Edge]) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical pieces, each with its ends in order."""
    flat: list[Line] = []
    upright: list[Line] = []
    for number, edge in enumerate(edges):
        for a, b in zip(edge.points, edge.points[1:], strict=False):
            line = Line(number, min(a, b), max(a, b))
            (flat if abs(a[1] - b[1]) < 0.01 else upright).append(line)
    return flat, upright


def related(one: Edge, other: Edge) -> bool:
    """Edges that part from or meet in the same node may share a line."""
    return one.source is other.source or one.target is other.target


def crossings(edges: Sequence[Edge]) -> list[tuple[str, str]]:
    """The pairs of unrelated edges that cross, once per crossing."""
    flat, upright = lines_of(edges)
    return [
        (edges[line.edge].id, edges[wall.edge].id)
        for line in flat
        for wall in upright
        if line.a[0] < wall.a[0] < line.b[0]
        and wall.a[1] < line.a[1] < wall.b[1]
        and line.edge != wall.edge
        and not related(edges[line.edge], edges[wall.edge])
    ]


def overlaps(edges: Sequence[Edge]) -> int:
    """How often a piece of one edge lies on a piece of an unrelated one."""
    flat, upright = lines_of(edges)
    return _overlaps(flat, edges, 1, 0) + _overlaps(upright, edges, 0, 1)


def _overlaps(lines: list[Line], edges: Sequence[Edge], fixed: int, along: int) -> int:
    found = 0
    ordered = sorted(lines, key=lambda line: (line.a[fixed], line.a[along]))
    for number, line in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.a[fixed] - line.a[fixed] > 1:
                break
            if other.edge == line.edge or related(edges[other.edge], edges[line.edge]):
                continue
            found += other.a[along] < line.b[along] - 1 and line.a[along] < other.b[along] - 1
    return found


def cost(edges: Sequence[Edge], height: float) -> float:
    """Lower is better."""
    length = sum(
        abs(a[0] - b[0]) + abs(a[1] - b[1]) for e in edges for a, b in zip(e.points, e.points[1:], strict=False)
    )
    bends = sum(len(edge.points) - 2 for edge in edges)
    return 400 * len(crossings(edges)) + 2500 * overlaps(edges) + 12 * bends + 0.25 * length + 0.6 * height
