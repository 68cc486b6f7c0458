"""Gateways: where paths part and meet. Joins count tokens, one per incoming flow (design rule 7)."""

from __future__ import annotations

from collections.abc import Set

from app.domain.model.process import Flow
from app.interpreter import conditions, waits
from app.interpreter.marking import Wait
from app.interpreter.run import Run
from app.interpreter.specs.base import ActivitySpec, choose_first
from app.interpreter.spiff import TokenTask


class ExclusiveGatewaySpec(ActivitySpec):
    """Takes the first open flow in document order; lets every token through (BPMN 13.4.2)."""

    def choose(self, run: Run, task: TokenTask) -> list[Flow]:
        """The first flow whose condition is true, else the default."""
        return choose_first(run, self.node, task.scope)


class ParallelGatewaySpec(ActivitySpec):
    """Waits for one token per incoming flow, then sends one along each outgoing flow (BPMN 13.4.1)."""

    def arrive(self, run: Run, task: TokenTask) -> bool:
        """Whether this token completes a set; the set is consumed, surplus tokens stay for the next round."""
        incoming = self.node.incoming
        if len(incoming) < 2 or task.flow is None:
            return True
        counts = run.marking.arrive(task.scope, self.node.id, task.flow)
        if not all(counts.get(flow) for flow in incoming):
            return False
        run.marking.consume(task.scope, self.node.id, incoming)
        return True

    def choose(self, run: Run, task: TokenTask) -> list[Flow]:
        """All of them."""
        return list(run.program.flows_out[self.node.id])


class InclusiveGatewaySpec(ActivitySpec):
    """Splits by conditions; joins when no other token can still come (BPMN 13.4.3)."""

    def arrive(self, run: Run, task: TokenTask) -> bool:
        """A single incoming flow needs no join; else the token waits and `open_inclusive` decides at rest."""
        if len(self.node.incoming) < 2 or task.flow is None:
            return True
        run.marking.arrive(task.scope, self.node.id, task.flow)
        run.touch(task.scope)
        return False


def open_inclusive(run: Run, scope_id: str) -> bool:
    """Open one inclusive join of a scope that nothing can reach any more; False where none opens."""
    for element, counts in run.marking.arrivals.get(scope_id, {}).items():
        spec = run.program.outer_spec(element)
        if not isinstance(spec, InclusiveGatewaySpec) or is_awaited(run, scope_id, element, frozenset(counts)):
            continue
        run.marking.consume(scope_id, element, tuple(counts))
        run.workflow.enter(run.put(spec, scope_id))
        return True
    return False


def is_awaited(run: Run, scope_id: str, gateway: str, marked: Set[str]) -> bool:
    """Whether some token can still come by an empty flow, and not by one that already holds a token."""
    reach = run.program.reach(gateway)
    empty = frozenset(run.program.node(gateway).incoming) - marked
    positions = {token.element for token in run.marking.tokens_in(scope_id)}
    positions |= {scope.element for scope in run.marking.scopes_in(scope_id)}
    positions.update(run.marking.arrivals.get(scope_id, ()))
    positions.discard(gateway)
    paths = [reach.get(element, frozenset()) for element in positions]
    return any(flows & empty and not flows & marked for flows in paths)


class EventGatewaySpec(ActivitySpec):
    """Waits for the first of the events that follow it (BPMN 13.4.4)."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Offer every event behind the gateway; the first to happen takes the token."""
        for flow in run.program.flows_out[self.node.id]:
            for catcher in run.program.catchers(flow.target):
                waits.offer(run, task.activity_id, catcher)
        run.wait(task, Wait.EVENT_GATEWAY)
        conditions.ask_targets(run, task.activity_id, self.node)
        return None
