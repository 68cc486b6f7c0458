"""The complex gateway: fires when its own condition says so, then waits for the late tokens (BPMN 13.4.5).

Waiting for start, it asks its activation condition whenever a token comes; `activationCount` is the number of incoming
flows that hold one. True, it takes one token from each of those and leaves as an inclusive gateway does. Then it waits
for reset: until no token can come any more by the flows that gave none, as an inclusive join decides. At reset it takes
the tokens that came by them and leaves by the flows whose conditions are true; those may ask `waitingForStart`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.model.process import Flow
from app.interpreter.run import Run
from app.interpreter.specs.base import ActivitySpec, choose_all
from app.interpreter.specs.gateways import is_awaited
from app.interpreter.spiff import TokenTask


class ComplexGatewaySpec(ActivitySpec):
    """One token that enters stands for a whole activation."""

    def arrive(self, run: Run, task: TokenTask) -> bool:
        """Whether this token makes the activation condition true; else it waits here."""
        if len(self.node.incoming) < 2 or task.flow is None:
            return True
        run.marking.arrive(task.scope, self.node.id, task.flow)
        run.touch(task.scope)
        return self.activate(run, task.scope)

    def activate(self, run: Run, scope_id: str) -> bool:
        """Take a token from each incoming flow that holds one, where the gateway waits for start and may fire."""
        counts = run.marking.arrivals.get(scope_id, {}).get(self.node.id, {})
        condition = self.node.activation_condition
        if condition is None or not counts or self.node.id in run.marking.resetting.get(scope_id, {}):
            return False
        with _seen(run, scope_id, activationCount=len(counts), waitingForStart=True) as inside:
            if not run.holds(condition, inside, self.node.id):
                return False
        taken = tuple(counts)
        run.marking.consume(scope_id, self.node.id, taken)
        run.marking.resetting.setdefault(scope_id, {})[self.node.id] = list(taken)
        run.touch(scope_id)
        return True

    def choose(self, run: Run, task: TokenTask) -> list[Flow]:
        """As an inclusive gateway."""
        with _seen(run, task.scope, waitingForStart=True) as inside:
            return choose_all(run, self.node, inside)

    def reset(self, run: Run, scope_id: str, taken: list[str]) -> None:
        """Take the late tokens; what leaves now has no activity instance of its own."""
        counts = run.marking.arrivals.get(scope_id, {}).get(self.node.id, {})
        late = tuple(flow for flow in self.node.incoming if counts.get(flow) and flow not in taken)
        if late:
            run.marking.consume(scope_id, self.node.id, late)
        run.marking.forget_reset(scope_id, self.node.id)
        with _seen(run, scope_id, waitingForStart=False) as inside:
            flows = [flow for flow in run.program.flows_out[self.node.id] if self._leaves_at_reset(run, flow, inside)]
        for flow in flows:
            token = run.put(run.program.outer_spec(flow.target), scope_id)
            token.flow = flow.id
            run.workflow.begin(token)

    def _leaves_at_reset(self, run: Run, flow: Flow, inside: str) -> bool:
        """A flow without condition was taken when the gateway fired; once more would double the work behind it."""
        is_default = flow.id == self.node.default_flow
        return flow.condition is not None and not is_default and run.holds(flow.condition, inside, flow.id)


def settle_complex(run: Run, scope_id: str) -> bool:
    """Fire or reset one complex gateway of a scope in which nothing else is ready; False where none can."""
    for element in run.marking.arrivals.get(scope_id, {}):
        spec = run.program.outer_spec(element)
        if isinstance(spec, ComplexGatewaySpec) and spec.activate(run, scope_id):
            run.workflow.enter(run.put(spec, scope_id))
            return True
    for element, taken in run.marking.resetting.get(scope_id, {}).items():
        spec = run.program.outer_spec(element)
        present = run.marking.arrivals.get(scope_id, {}).get(element, {})
        if isinstance(spec, ComplexGatewaySpec) and not is_awaited(run, scope_id, element, {*taken, *present}):
            spec.reset(run, scope_id, taken)
            return True
    return False


@contextmanager
def _seen(run: Run, scope_id: str, **values: int | bool) -> Iterator[str]:
    """A scope for one evaluation, in which the gateway's own attributes are seen."""
    inside = run.context.new_id()
    run.variables.open_scope(inside, scope_id)
    run.give_locals(inside, values)
    yield inside
    run.forget_locals(inside)
