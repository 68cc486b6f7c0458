"""One scope of a process as a game of tokens on its flows: which nodes can move, and what each move leaves behind.

Data is not looked at: every way a condition may turn out is a move. A sub-process and a called process are one step, a
boundary event is another way out of its activity, and one that does not interrupt a way beside it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.domain.model.process import EventKind, Flow, Node, NodeKind, ProcessModel

Marking = frozenset[tuple[str, int]]
"""Flow -> number of tokens on it, where there is one."""

_ONE_WAY = frozenset({NodeKind.EXCLUSIVE_GATEWAY, NodeKind.EVENT_GATEWAY})
_ENDS_ALL = frozenset({EventKind.TERMINATE, EventKind.ERROR, EventKind.CANCEL})
_UNKNOWN = frozenset({NodeKind.COMPLEX_GATEWAY})
MAX_CHOICES = 6
"""Conditional flows of one node whose combinations are all tried."""
MAX_TOKENS = 4
"""Tokens on one flow; with more the scope may go on for ever."""


class UndecidedError(Exception):
    """The game is too large, or not one of the kind played here."""


@dataclass
class TokenNet:
    """The nodes and flows standing directly in `scope`."""

    model: ProcessModel
    scope: str

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """The nodes that tokens can enter."""
        return {node.id: node for node in self.model.children(self.scope)}

    @cached_property
    def _borders(self) -> dict[str, list[Node]]:
        """The boundary events of each activity, but for those of compensation: no token ever leaves by them."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.attached_to and not (node.event is not None and node.event.kind is EventKind.COMPENSATION):
                found.setdefault(node.attached_to, []).append(node)
        return found

    @cached_property
    def _reaches(self) -> dict[str, dict[str, frozenset[str]]]:
        """For each inclusive join what `_reach` found."""
        return {id: self._reach(id) for id in self.nodes if self._is_inclusive_join(id)}

    def begins(self) -> Iterator[Marking]:
        """The marking after each way to begin."""
        for node in self.nodes.values():
            if node.takes_all:
                raise UndecidedError
            if node.kind is NodeKind.START_EVENT or node.instantiates:
                yield from (put(frozenset(), ways) for ways in self._ways(node))

    def moves(self, marking: Marking) -> list[tuple[str, list[Marking]]]:
        """The nodes that can move, each with what it may lead to; an inclusive join only where nothing else can."""
        held = dict(marking)
        fullest = sorted(held, key=lambda flow: (-held[flow], flow))  # so that notices of a loop do not pile up
        entered = dict.fromkeys(self.model.flows[flow].target for flow in fullest)
        waiting = [self.nodes[id] for id in entered if self._is_inclusive_join(id)]
        ready = [self.nodes[id] for id in entered if not self._is_inclusive_join(id) and self._takes(id, held)]
        if not ready:
            ready = [node for node in waiting if self._opens(node, held)][:1]
        return [(node.id, self._after(node, marking, held)) for node in ready]

    def joins_waiting(self, marking: Marking) -> list[str]:
        """The nodes at which the tokens of a marking stand."""
        return list(dict.fromkeys(self.model.flows[flow].target for flow, _ in sorted(marking)))

    # Inside

    def _is_inclusive_join(self, id: str) -> bool:
        return self.nodes[id].kind is NodeKind.INCLUSIVE_GATEWAY and len(self.nodes[id].incoming) > 1

    def _takes(self, id: str, held: dict[str, int]) -> list[tuple[str, ...]]:
        """The sets of flows a node may take tokens from now."""
        node = self.nodes[id]
        if node.kind in _UNKNOWN:
            raise UndecidedError
        if node.kind is NodeKind.PARALLEL_GATEWAY:
            return [node.incoming] if all(flow in held for flow in node.incoming) else []
        if self._is_inclusive_join(id):
            return [tuple(flow for flow in node.incoming if flow in held)]
        return [(flow,) for flow in node.incoming if flow in held]

    def _after(self, node: Node, marking: Marking, held: dict[str, int]) -> list[Marking]:
        if node.kind is NodeKind.END_EVENT and node.event is not None and node.event.kind in _ENDS_ALL:
            return [frozenset()]
        found = []
        for taken in self._takes(node.id, held):
            rest = dict(marking)
            for flow in taken:
                rest[flow] -= 1
            left = frozenset((flow, count) for flow, count in rest.items() if count)
            found += [put(left, way) for way in self._ways(node)]
        return list(dict.fromkeys(found))

    def _ways(self, node: Node) -> list[tuple[str, ...]]:
        """The sets of flows by which a token may leave."""
        ways = self._own_ways(node)
        borders = self._borders.get(node.id, ())
        beside = [way for border in borders if not border.interrupting for way in self._own_ways(border)]
        instead = [way for border in borders if border.interrupting for way in self._own_ways(border)]
        return [*ways, *instead, *(own + more for own in ways for more in beside)]

    def _own_ways(self, node: Node) -> list[tuple[str, ...]]:
        if node.kind in _ONE_WAY:
            return [(flow,) for flow in node.outgoing] or [()]
        if node.kind is NodeKind.PARALLEL_GATEWAY:
            return [node.outgoing]
        always = tuple(id for id in node.outgoing if self._flow(id).condition is None and id != node.default_flow)
        asked = [id for id in node.outgoing if self._flow(id).condition is not None]
        if len(asked) > MAX_CHOICES:
            raise UndecidedError
        chosen = itertools.chain.from_iterable(itertools.combinations(asked, size) for size in range(len(asked) + 1))
        ways = [always + some for some in chosen if always or some]
        if node.default_flow is not None:
            ways.append((*always, node.default_flow))
        return ways or [always]

    def _flow(self, id: str) -> Flow:
        return self.model.flows[id]

    def _opens(self, join: Node, held: dict[str, int]) -> bool:
        """Whether no other token can still come by an empty flow (as `app.interpreter`, docs/explanation/tokens.md)."""
        full = {flow for flow in join.incoming if flow in held}
        reach = self._reaches[join.id]
        others = (reach[self._flow(flow).target] for flow in held if flow not in full)
        return not any(coming and not coming & full for coming in others)

    def _reach(self, join: str) -> dict[str, frozenset[str]]:
        """For each node the flows of a join that a token entering it can still come by, without passing the join."""
        found: dict[str, frozenset[str]] = dict.fromkeys(self.nodes, frozenset())
        changed = True
        while changed:
            changed = False
            for id in self.nodes:
                if id == join:
                    continue
                onward = [self._flow(flow) for flow in self._onward(id)]
                now = frozenset().union(*({each.id} if each.target == join else found[each.target] for each in onward))
                changed = changed or now != found[id]
                found[id] = now
        return found

    def _onward(self, id: str) -> Iterable[str]:
        borders = self._borders.get(id, ())
        return itertools.chain(self.nodes[id].outgoing, *(border.outgoing for border in borders))


def put(marking: Marking, flows: tuple[str, ...]) -> Marking:
    """A marking with one more token on each flow. Raises `UndecidedError` where they pile up."""
    counts = dict(marking)
    for flow in flows:
        counts[flow] = counts.get(flow, 0) + 1
        if counts[flow] > MAX_TOKENS:
            raise UndecidedError
    return frozenset(counts.items())
