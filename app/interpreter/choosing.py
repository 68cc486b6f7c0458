"""Which spec class a node gets."""

from __future__ import annotations

from SpiffWorkflow.specs import WorkflowSpec

from app.domain.errors import DefinitionInvalid, Problem
from app.domain.model.process import Node, NodeKind
from app.domain.text import Text
from app.interpreter.specs.activities import CallActivitySpec, ReceiveTaskSpec, UserTaskSpec, WorkTaskSpec
from app.interpreter.specs.base import ActivitySpec
from app.interpreter.specs.complex_gateway import ComplexGatewaySpec
from app.interpreter.specs.containers import MultiInstanceSpec, StandardLoopSpec, SubProcessSpec
from app.interpreter.specs.events import CatchEventSpec, PassSpec, ThrowEventSpec
from app.interpreter.specs.gateways import (
    EventGatewaySpec,
    ExclusiveGatewaySpec,
    InclusiveGatewaySpec,
    ParallelGatewaySpec,
)
from app.interpreter.spiff import INNER, NodeSpec

SPECS: dict[NodeKind, type[ActivitySpec]] = {
    NodeKind.START_EVENT: PassSpec,
    NodeKind.BOUNDARY_EVENT: PassSpec,
    NodeKind.TASK: PassSpec,
    NodeKind.MANUAL_TASK: PassSpec,
    NodeKind.CATCH_EVENT: CatchEventSpec,
    NodeKind.THROW_EVENT: ThrowEventSpec,
    NodeKind.END_EVENT: ThrowEventSpec,
    NodeKind.USER_TASK: UserTaskSpec,
    NodeKind.RECEIVE_TASK: ReceiveTaskSpec,
    NodeKind.SERVICE_TASK: WorkTaskSpec,
    NodeKind.SEND_TASK: WorkTaskSpec,
    NodeKind.SCRIPT_TASK: WorkTaskSpec,
    NodeKind.BUSINESS_RULE_TASK: WorkTaskSpec,
    NodeKind.CALL_ACTIVITY: CallActivitySpec,
    NodeKind.SUB_PROCESS: SubProcessSpec,
    NodeKind.AD_HOC: SubProcessSpec,
    NodeKind.EVENT_SUB_PROCESS: SubProcessSpec,
    NodeKind.TRANSACTION: SubProcessSpec,
    NodeKind.EXCLUSIVE_GATEWAY: ExclusiveGatewaySpec,
    NodeKind.PARALLEL_GATEWAY: ParallelGatewaySpec,
    NodeKind.INCLUSIVE_GATEWAY: InclusiveGatewaySpec,
    NodeKind.EVENT_GATEWAY: EventGatewaySpec,
    NodeKind.COMPLEX_GATEWAY: ComplexGatewaySpec,
}


def make_spec(spec: WorkflowSpec, name: str, node: Node) -> NodeSpec:
    """The spec of a node, and of its instances where it is repeated. Raises `DefinitionInvalid`."""
    chosen = SPECS.get(node.kind)
    if chosen is None:
        text = Text(f"引擎还不能执行 {node.kind}", f"The engine cannot run a {node.kind} yet")
        raise DefinitionInvalid((Problem("unsupported_element", text, element_id=node.id, line=node.line),))
    if not node.has_body:
        return chosen(spec, name, node)
    chosen(spec, INNER + name, node)
    return (MultiInstanceSpec if node.multi_instance else StandardLoopSpec)(spec, name, node)
