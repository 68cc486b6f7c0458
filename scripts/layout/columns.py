"""Which column each item stands in: the longest way from a start, with loops turned back."""

from __future__ import annotations

from scripts.layout.graph import Edge, Item, Scope


def assign_columns(scope: Scope) -> None:
    """Set `column` of every item that is not a boundary event."""
    placed = [item for item in scope.items.values() if item.host is None]
    forward = _forward_edges(scope, placed)
    order = _order(placed, forward)
    for item in order:
        before = [edge.source.column + 1 for edge in forward if edge.target is item]
        item.column = max(before, default=0)
    _pull_right(order, forward)


def _forward_edges(scope: Scope, placed: list[Item]) -> list[Edge]:
    """All edges but those that close a loop, found by walking from the starts in document order."""
    out: dict[str, list[Edge]] = {}
    for edge in scope.edges:
        out.setdefault(edge.source.id, []).append(edge)
    state: dict[str, int] = {}
    back: set[str] = set()
    targets = {edge.target.id for edge in scope.edges}
    for root in sorted(placed, key=lambda item: item.id in targets):
        _walk(root, out, state, back)
    return [edge for edge in scope.edges if edge.id not in back]


def _walk(root: Item, out: dict[str, list[Edge]], state: dict[str, int], back: set[str]) -> None:
    if root.id in state:
        return
    state[root.id] = 1
    stack = [(root, iter(out.get(root.id, [])))]
    while stack:
        item, edges = stack[-1]
        edge = next(edges, None)
        if edge is None:
            state[item.id] = 2
            stack.pop()
        elif state.get(edge.target.id) == 1:
            back.add(edge.id)
        elif edge.target.id not in state:
            state[edge.target.id] = 1
            stack.append((edge.target, iter(out.get(edge.target.id, []))))


def _order(placed: list[Item], forward: list[Edge]) -> list[Item]:
    waiting = {item.id: sum(edge.target is item for edge in forward) for item in placed}
    ready = [item for item in placed if not waiting[item.id]]
    order = []
    while ready:
        item = ready.pop(0)
        order.append(item)
        for edge in forward:
            if edge.source is item:
                waiting[edge.target.id] -= 1
                if not waiting[edge.target.id]:
                    ready.append(edge.target)
    return order


def _pull_right(order: list[Item], forward: list[Edge]) -> None:
    """A start or side path stands right before what follows it."""
    for item in reversed(order):
        after = [edge.target.column - 1 for edge in forward if edge.source is item]
        has_input = any(edge.target is item for edge in forward)
        if after and not has_input:
            item.column = max(item.column, min(after))
