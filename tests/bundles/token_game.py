"""Plays every token game of a diagram without data: finds deadlocks, flows with two tokens and nodes never reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bundles.bundle_files import BPMN, FLOW_NODES, local

Marking = frozenset[str]
"""The flows that hold a token; a flow that would hold two is reported, not modelled."""

DECIDING = frozenset(["exclusiveGateway", "eventBasedGateway", "inclusiveGateway"])


@dataclass
class Verdict:
    """What the game found in one scope, from one start."""

    ended: bool = False
    dead: list[list[str]] = field(default_factory=list)
    doubled: set[str] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)


class TokenGame:
    """The nodes and flows standing directly in one process or sub-process.

    An inclusive gateway is played as a choice of one way; a sub-process and a called process as one step.
    """

    def __init__(self, scope: Any) -> None:
        self.nodes = {n.get("id"): n for n in scope if isinstance(n.tag, str) and local(n) in FLOW_NODES}
        flows = [(f.get("id"), f.get("sourceRef"), f.get("targetRef")) for f in scope.findall(BPMN + "sequenceFlow")]
        self.into = {i: [f for f, _, target in flows if target == i] for i in self.nodes}
        self.out = {i: [f for f, source, _ in flows if source == i] for i in self.nodes}

    def starts(self) -> list[str]:
        """Where a game may begin."""
        return [i for i, n in self.nodes.items() if local(n) == "startEvent"]

    def boundaries(self, node_id: str, *, interrupting: bool) -> list[str]:
        """The boundary events of an activity."""
        wanted = "true" if interrupting else "false"
        return [
            i
            for i, n in self.nodes.items()
            if n.get("attachedToRef") == node_id and n.get("cancelActivity", "true") == wanted
        ]

    def play(self, start: str) -> Verdict:
        """Every marking reachable from `start`."""
        verdict = Verdict()
        first: Marking = frozenset(self.out[start])
        seen, open_ = {first}, [first]
        while open_:
            marking = open_.pop()
            after = [self._move(marking, step, verdict) for step in self._steps(marking)]
            verdict.ended |= not marking
            if marking and not after:
                verdict.dead.append(sorted(marking))
            open_ += [m for m in after if m not in seen]
            seen.update(after)
        return verdict

    def _steps(self, marking: Marking) -> Iterator[tuple[str, list[str], list[str]]]:
        """The steps possible now: node, flows it takes from, flows it gives to."""
        for node_id, node in self.nodes.items():
            held = [f for f in self.into[node_id] if f in marking]
            if local(node) == "parallelGateway":
                if held and held == self.into[node_id]:
                    yield node_id, held, self.out[node_id]
                continue
            for flow in held:
                for given in self._ways(node_id, node):
                    yield node_id, [flow], given

    def _ways(self, node_id: str, node: Any) -> list[list[str]]:
        if local(node) in DECIDING:
            return [[flow] for flow in self.out[node_id]]
        broken_off = [self.out[b] for b in self.boundaries(node_id, interrupting=True)]
        alongside = [self.out[node_id] + self.out[b] for b in self.boundaries(node_id, interrupting=False)]
        return [self.out[node_id], *broken_off, *alongside]

    def _move(self, marking: Marking, step: tuple[str, list[str], list[str]], verdict: Verdict) -> Marking:
        node_id, taken, given = step
        verdict.fired.add(node_id)
        if self.nodes[node_id].find(BPMN + "terminateEventDefinition") is not None:
            return frozenset()
        left = marking.difference(taken)
        verdict.doubled.update(left.intersection(given))
        return left.union(given)
