"""Places the names of flows where no line and no shape lies under them."""

from __future__ import annotations

from scripts.layout.graph import Edge, Item, Scope, text_box

Box = tuple[float, float, float, float]


def place_labels(scope: Scope) -> None:
    """Set the label box of every named edge."""
    taken: list[Box] = [_box_of(item) for item in scope.items.values()]
    taken += [label_of(item) for item in scope.items.values() if item.has_label]
    for edge in scope.edges:
        if edge.name:
            choices = _choices(edge)
            best = min(choices, key=lambda box: (_hits(box, scope, taken, edge), choices.index(box)))
            edge.label = best
            taken.append(best)


def label_of(item: Item) -> Box:
    """Where the name of an event or gateway stands: under it, or beside a boundary event's line."""
    width, height = text_box(item.name)
    if item.host is not None:
        return (item.x + 40, item.y + 22, width, height)
    return (item.x + item.width / 2 - width / 2, item.y + item.height + 5, width, height)


def _box_of(item: Item) -> Box:
    return (item.x, item.y, item.width, item.height)


def _choices(edge: Edge) -> list[Box]:
    """Places for a name, best first: over the first level piece after the fork, near where it comes from."""
    width, height = text_box(edge.name)
    pieces = list(zip(edge.points, edge.points[1:], strict=False))
    level = [piece for piece in pieces if piece[0][1] == piece[1][1]]
    upright = [piece for piece in pieces if piece not in level]
    found: list[Box] = []
    for a, b in [*level[1:], *level[:1]]:
        near = a[0] + 6 if a[0] < b[0] else a[0] - width - 6
        far = b[0] - width - 6 if a[0] < b[0] else b[0] + 6
        for x in (near, far, (a[0] + b[0] - width) / 2):
            found += [(x, a[1] - height - 2, width, height), (x, a[1] + 3, width, height)]
    for a, b in upright:
        for y in ((a[1] + b[1] - height) / 2, min(a[1], b[1]) + 6, max(a[1], b[1]) - height - 6):
            found += [(a[0] + 4, y, width, height), (a[0] - width - 4, y, width, height)]
    return found


def _hits(box: Box, scope: Scope, taken: list[Box], own: Edge) -> float:
    hits = sum(3.0 for other in taken if _overlap(box, other))
    for edge in scope.edges:
        for a, b in zip(edge.points, edge.points[1:], strict=False):
            piece = (min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
            if _overlap(box, piece):
                hits += 1.0 if edge is not own else 1.5
    return hits


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def label_hits(scope: Scope) -> int:
    """How many names lie on a shape, another name or a line they do not belong to (for the test over all diagrams)."""
    return sum(
        _hits(edge.label, scope, [_box_of(i) for i in scope.items.values()], edge) > 0
        for edge in scope.edges
        if edge.label
    )
