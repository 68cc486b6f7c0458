"""A compiled definition: one spec per node, and what joins must know about the paths of the diagram."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from SpiffWorkflow.specs import WorkflowSpec

from app.domain.errors import InvalidState
from app.domain.model.process import SCOPE_KINDS, EventKind, Flow, Node, NodeKind, ProcessModel
from app.interpreter.codec import decode
from app.interpreter.marking import Marking, Scope
from app.interpreter.spiff import INNER, NodeSpec, new_workflow_spec

_COUNTED = ("total", "started", "completed")
MakeSpec = Callable[[WorkflowSpec, str, Node], NodeSpec]


@dataclass(slots=True)
class Program:
    """A definition ready to run; made once, shared by threads, never changed."""

    model: ProcessModel
    spec: WorkflowSpec
    flows_out: dict[str, tuple[Flow, ...]]
    boundaries: dict[str, tuple[Node, ...]]
    """Boundary events by host, once for each of their definitions."""
    event_sub_processes: dict[str, tuple[Node, ...]]
    starts: dict[str, tuple[Node, ...]]
    children: dict[str, tuple[Node, ...]]
    ad_hoc: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    """What people may begin in each ad-hoc sub-process."""
    conditional: frozenset[str] = frozenset()
    """Conditional events that wait inside an instance."""
    _reach: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)

    def node(self, element: str) -> Node:
        """The node of an element id."""
        return self.model.nodes[element]

    def catchers(self, element: str) -> tuple[Node, ...]:
        """A node once for each definition of its event."""
        return self.node(element).variants()

    def start(self, element: str) -> Node:
        """Where an instance may begin. Raises `InvalidState` where nothing of this id begins one."""
        node = self.model.nodes.get(element)
        if node is None or all(element != each.id for each in self.model.starting_points()):
            raise InvalidState(f"流程没有开始事件 {element}", f"The process has no start event {element}")
        return node

    def start_of_event_sub_process(self, node: Node) -> Node:
        """The start event of an event sub-process."""
        return next(child for child in self.children[node.id] if child.kind is NodeKind.START_EVENT)

    def dump(self, state: bytes) -> dict[str, Any]:
        """A marking to read: each scope with what stands in it. Ids of instances are left out."""
        marking = decode(state)
        return self._dump_scope(marking, marking.scopes[marking.root]) if marking.scopes else {}

    def _dump_scope(self, marking: Marking, scope: Scope) -> dict[str, Any]:
        found: dict[str, Any] = {"element": scope.element, "kind": scope.kind.name.lower()}
        if scope.loop is not None:
            found["instances"] = {
                name: number for name, number in asdict(scope.loop).items() if number or name in _COUNTED
            }
        tokens = [{"element": token.element, "wait": token.wait.name.lower()} for token in marking.tokens_in(scope.id)]
        inner = [self._dump_scope(marking, inside) for inside in marking.scopes_in(scope.id)]
        parts = {
            "done": [done.element for done in scope.done],
            "tokens": tokens,
            "joins": marking.arrivals.get(scope.id),
            "resetting": marking.resetting.get(scope.id),
            "scopes": inner,
        }
        return found | {name: part for name, part in parts.items() if part}

    def outer_spec(self, element: str) -> NodeSpec:
        """What a token meets that comes by a flow: the multi-instance body where there is one."""
        spec: NodeSpec = self.spec.task_specs[element]
        return spec

    def inner_spec(self, element: str) -> NodeSpec:
        """The activity itself, inside its multi-instance body."""
        spec: NodeSpec = self.spec.task_specs.get(INNER + element) or self.spec.task_specs[element]
        return spec

    def reach(self, gateway: str) -> dict[str, frozenset[str]]:
        """For each node of the gateway's scope, the incoming flows a token there can still come by (BPMN 13.4.3).

        Paths through the gateway itself do not count. Made on first use; two threads may make it twice, alike.
        """
        if gateway not in self._reach:
            self._reach[gateway] = self._find_reach(self.node(gateway))
        return self._reach[gateway]

    def _find_reach(self, gateway: Node) -> dict[str, frozenset[str]]:
        nodes = self.children[gateway.scope]
        found: dict[str, set[str]] = {node.id: set() for node in nodes}
        changed = True
        while changed:
            changed = False
            for node in nodes:
                before = len(found[node.id])
                for flow in self.onward(node):
                    if flow.target == gateway.id:
                        found[node.id].add(flow.id)
                    else:
                        found[node.id] |= found.get(flow.target, set())
                changed = changed or len(found[node.id]) != before
        return {element: frozenset(flows) for element, flows in found.items()}

    def onward(self, node: Node) -> list[Flow]:
        """The flows a token at a node may leave by, its boundary events included."""
        sources = [node.id, *(boundary.id for boundary in self.boundaries.get(node.id, ()))]
        return [flow for source in sources for flow in self.flows_out[source]]


def compile_program(model: ProcessModel, make_spec: MakeSpec) -> Program:
    """Compile a model; `make_spec` chooses the spec class of a node."""
    spec = new_workflow_spec(model.id)
    children = {scope: model.children(scope) for scope in _scopes(model)}
    ad_hoc = [node.id for node in model.nodes.values() if node.kind is NodeKind.AD_HOC]
    for node in model.nodes.values():
        make_spec(spec, node.id, node)
    return Program(
        model=model,
        spec=spec,
        flows_out={node.id: tuple(model.flows[flow] for flow in node.outgoing) for node in model.nodes.values()},
        boundaries=_boundaries(model),
        event_sub_processes={
            scope: tuple(node for node in nodes if node.kind is NodeKind.EVENT_SUB_PROCESS)
            for scope, nodes in children.items()
        },
        starts={scope: () if scope in ad_hoc else _starts(nodes) for scope, nodes in children.items()},
        ad_hoc={scope: _starts(children[scope]) for scope in ad_hoc},
        children=children,
        conditional=_conditional(model),
    )


def _conditional(model: ProcessModel) -> frozenset[str]:
    events = (each for node in model.nodes.values() for each in node.variants() if each.event)
    return frozenset(
        node.id
        for node in events
        if node.event and node.event.kind is EventKind.CONDITIONAL
        and not (node.kind is NodeKind.START_EVENT and node.scope == model.id)
    )  # fmt: skip


def _boundaries(model: ProcessModel) -> dict[str, tuple[Node, ...]]:
    found: dict[str, list[Node]] = {}
    for node in model.nodes.values():
        if node.attached_to:
            found.setdefault(node.attached_to, []).extend(node.variants())
    return {host: tuple(nodes) for host, nodes in found.items()}


def _scopes(model: ProcessModel) -> list[str]:
    return [model.id, *(node.id for node in model.nodes.values() if node.kind in SCOPE_KINDS)]


def _starts(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Where a scope begins: its none start event, else every node nothing leads to."""
    plain = [n for n in nodes if n.kind is NodeKind.START_EVENT and (n.event is None or n.event.kind is EventKind.NONE)]
    if plain:
        return (plain[0],)
    return tuple(node for node in nodes if not node.incoming and not _is_awaited(node))


def _is_awaited(node: Node) -> bool:
    """Whether it begins by an event, by a link or to undo something, and never with its scope."""
    by_event = node.kind in {NodeKind.START_EVENT, NodeKind.BOUNDARY_EVENT, NodeKind.EVENT_SUB_PROCESS}
    by_link = node.event is not None and node.event.kind is EventKind.LINK
    return by_event or by_link or node.for_compensation or node.instantiates
