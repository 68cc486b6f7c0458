"""Migration: a marking of one definition becomes a marking of another; what waits keeps its ids.

Scopes that become nothing are closed and what stands in them moves up; scopes the target has in addition are opened,
one for each scope around them. Timers and subscriptions go with the event they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.migration import (
    ActivityFailure,
    CannotMigrate,
    MigrationPlan,
    is_body,
    node_of,
    scopes_around,
)
from app.domain.model.process import MULTI_INSTANCE_BODY, Node, NodeKind
from app.domain.ports.interpreter import StepContext
from app.domain.steps import ActivityEnded, ActivityMigrated, ActivityStarted, WaitEnded, WaitMigrated
from app.domain.text import Text
from app.interpreter import waits
from app.interpreter.done import DoneLog
from app.interpreter.marking import AT_LISTENER, Loop, Marking, Scope, ScopeKind, Token, Wait
from app.interpreter.migrating_done import renamed
from app.interpreter.program import Program
from app.interpreter.run import Run

_KINDS = {NodeKind.EVENT_SUB_PROCESS: ScopeKind.EVENT_SUB_PROCESS, NodeKind.AD_HOC: ScopeKind.AD_HOC}


@dataclass(slots=True)
class Migration:
    """The working table of one instance's migration."""

    source: Program
    target: Program
    plan: MigrationPlan
    old: Marking
    run: Run
    elements: Mapping[str, str]
    added: dict[tuple[str, str], str] = field(default_factory=dict)
    """(scope, activity id of the target) -> the scope opened for it."""
    failures: list[ActivityFailure] = field(default_factory=list)

    @property
    def new(self) -> Marking:
        """The marking being made."""
        return self.run.marking


def migrate(source: Program, target: Program, old: Marking, plan: MigrationPlan, context: StepContext) -> Run:
    """The step that leads to the new marking; no token moves in it. Raises `CannotMigrate`."""
    run = Run(target, Marking(old.root), context)
    table = Migration(source, target, plan, old, run, plan.elements)
    root = replace(old.scopes[old.root], element=target.model.id)
    root.done = _moved_log(table, old.scopes[old.root])
    run.marking.open(root)
    _waits_of_scope(table, old.scopes[old.root], root)
    _move_contents(table, old.root, root.id, target.model.id)
    if table.failures:
        raise CannotMigrate(old.root, tuple(table.failures))
    return run


def _move_contents(table: Migration, old_scope: str, parent: str, around: str) -> None:
    """What stands in `old_scope` goes into the new scope `parent`, which is the activity `around` of the target."""
    for scope in table.old.scopes_in(old_scope):
        _move_scope(table, scope, parent, around)
    for token in table.old.tokens_in(old_scope):
        _move_token(table, token, parent, around)
    for gateway, counts in table.old.arrivals.get(old_scope, {}).items():
        _move_arrivals(table, old_scope, gateway, counts, parent, around)
    for gateway, flows in table.old.resetting.get(old_scope, {}).items():
        _move_resetting(table, old_scope, gateway, flows, parent, around)


def _move_scope(table: Migration, scope: Scope, parent: str, around: str) -> None:
    if scope.kind is ScopeKind.COMPENSATION:
        _fail(table, scope.id, scope.element, _COMPENSATING)
        return
    name = scope.element + (MULTI_INSTANCE_BODY if scope.kind is ScopeKind.MULTI_INSTANCE else "")
    becomes = table.elements.get(name)
    if becomes is None:
        for done in _moved_log(table, scope):
            table.new.scopes[parent].done.add(done)
        _move_contents(table, scope.id, parent, around)
        table.run.variables.close_scope(scope.id)
        table.run.emit(ActivityEnded(scope.id, canceled=True))
        return
    node = _node(table, becomes)
    around_it = _scope_for(table, becomes, parent, around)
    moved = replace(scope, element=node.id, parent=around_it, done=_moved_log(table, scope))
    table.new.open(moved)
    table.run.variables.open_scope(moved.id, moved.parent)
    table.run.emit(ActivityMigrated(moved.id, node, moved.parent, is_body(becomes)))
    _waits_of_scope(table, scope, moved)
    _move_contents(table, scope.id, moved.id, becomes)


def _move_token(table: Migration, token: Token, parent: str, around: str) -> None:
    old_node = table.source.node(token.element)
    name = token.element + (MULTI_INSTANCE_BODY if old_node.has_body and not token.inner else "")
    becomes = table.elements.get(name)
    if becomes is None:
        _fail(table, token.id, token.element, _NO_INSTRUCTION)
        return
    node = _node(table, becomes)
    if (problem := _stop_problem(token, node)) is not None:
        _fail(table, token.id, token.element, problem)
        return
    moved = replace(token, element=node.id, scope=_scope_for(table, becomes, parent, around))
    table.new.rest(moved)
    if token.wait is not Wait.ASYNC_AFTER:
        table.run.variables.open_scope(moved.id, moved.scope)
    table.run.emit(ActivityMigrated(moved.id, node, moved.scope, is_body(becomes), begun=token.wait not in _NOT_BEGUN))
    if token.wait in (Wait.ACTIVITY, Wait.EVENT_GATEWAY):
        _waits(table, token.id, _offers(table.source, old_node, token), _offers(table.target, node, moved))


_NOT_BEGUN = (Wait.ASYNC_BEFORE, Wait.ASYNC_AFTER)
_NO_INSTRUCTION = Text(
    "迁移方案没有说明该活动如何迁移", "There is no migration instruction for this instance's activity"
)


_COMPENSATING = Text("正在补偿，补偿完成后再迁移", "Compensation is under way: migrate when it is done")


def _moved_log(table: Migration, scope: Scope) -> DoneLog:
    """What was done in a scope and can be undone; what the plan does not carry over is a failure."""
    in_body = scope.kind is ScopeKind.MULTI_INSTANCE
    log, lost = renamed(scope.done, table.elements, table.source, table.target, in_body=in_body)
    for element in dict.fromkeys(lost):
        text = Text(
            f"已办理的 {element} 还可能被补偿，但迁移方案没有指明目标版本中可以补偿的对应活动",
            f"{element} was done and can be undone, but no migration instruction leads to an activity of the target "
            "that can be undone likewise",
        )
        _fail(table, scope.id, element, text)
    return log


def _stop_problem(token: Token, node: Node) -> Text | None:
    """Why a token that stands before or after an activity cannot stand there in the target."""
    loop = node.multi_instance if token.inner else None
    if token.wait is Wait.ASYNC_BEFORE and not (loop.async_before if loop else node.async_before):
        return Text(f"目标活动 {node.id} 须为 asyncBefore", f"Target activity '{node.id}' must be asyncBefore")
    if token.wait is Wait.ASYNC_AFTER and not (loop.async_after if loop else node.async_after):
        return Text(f"目标活动 {node.id} 须为 asyncAfter", f"Target activity '{node.id}' must be asyncAfter")
    if token.wait in AT_LISTENER:
        return Text("该活动正在执行监听器，稍后再迁移", "The activity stands at a listener: migrate it later")
    return None


def _move_arrivals(
    table: Migration, old_scope: str, gateway: str, counts: Mapping[str, int], parent: str, around: str
) -> None:
    becomes = table.elements.get(gateway)
    if becomes is None:
        _fail(table, old_scope, gateway, _NO_INSTRUCTION)
        return
    node, scope_id = _node(table, becomes), _scope_for(table, becomes, parent, around)
    free = [flow for flow in node.incoming if flow not in counts]
    for flow, number in counts.items():
        onto = flow if flow in node.incoming else free.pop(0)
        for _ in range(number):
            table.new.arrive(scope_id, node.id, onto)


def _move_resetting(table: Migration, old_scope: str, gateway: str, flows: list[str], parent: str, around: str) -> None:
    """A complex gateway that has fired still waits for its late tokens."""
    becomes = table.elements.get(gateway)
    if becomes is None:
        _fail(table, old_scope, gateway, _NO_INSTRUCTION)
        return
    node = _node(table, becomes)
    scope_id = _scope_for(table, becomes, parent, around)
    table.new.resetting.setdefault(scope_id, {})[node.id] = [flow for flow in flows if flow in node.incoming]


def _scope_for(table: Migration, becomes: str, parent: str, around: str) -> str:
    """The scope for an activity of the target below `parent`; scopes the target has in addition are opened once."""
    missing: list[str] = []
    for scope in scopes_around(table.target.model, becomes):
        if scope == around:
            break
        missing.append(scope)
    for name in reversed(missing):
        if (parent, name) not in table.added:
            table.added[parent, name] = _add_scope(table, name, parent)
        parent = table.added[parent, name]
    return parent


def _add_scope(table: Migration, name: str, parent: str) -> str:
    run, node = table.run, _node(table, name)
    loop = Loop(1, 1) if is_body(name) else None
    scope = Scope(run.context.new_id(), node.id, parent, _KINDS.get(node.kind, ScopeKind.SUB_PROCESS), loop=loop)
    run.open_scope(scope)
    run.emit(ActivityStarted(scope.id, node, parent))
    waits.offer_boundaries(run, scope.id, node)
    waits.offer_event_sub_processes(run, scope.id, node.id)
    return scope.id


def _waits_of_scope(table: Migration, old: Scope, new: Scope) -> None:
    """Boundary events of the scope's activity, and the event sub-processes in it unless one has interrupted it."""
    before, after = _offers_of_scope(table.source, old), _offers_of_scope(table.target, new)
    _waits(table, new.id, before, [] if _is_interrupted(table, old) else after)


def _is_interrupted(table: Migration, scope: Scope) -> bool:
    handlers = [each for each in table.old.scopes_in(scope.id) if each.kind is ScopeKind.EVENT_SUB_PROCESS]
    nodes = [table.source.node(each.element) for each in handlers]
    return any(table.source.start_of_event_sub_process(node).interrupting for node in nodes)


def _offers_of_scope(program: Program, scope: Scope) -> list[Node]:
    found = [] if scope.inner else list(program.boundaries.get(scope.element, ()))
    if scope.kind is not ScopeKind.MULTI_INSTANCE:
        handlers = program.event_sub_processes.get(scope.element, ())
        starts = [program.start_of_event_sub_process(node) for node in handlers]
        found += [each for start in starts for each in program.catchers(start.id)]
    return found


def _offers(program: Program, node: Node, token: Token) -> list[Node]:
    """The events that wait with a token: its own, those behind an event gateway, its boundary events."""
    if token.wait is Wait.EVENT_GATEWAY:
        return [each for flow in program.flows_out[node.id] for each in program.catchers(flow.target)]
    return [*program.catchers(node.id), *(() if token.inner else program.boundaries.get(node.id, ()))]


def _waits(table: Migration, holder: str, before: list[Node], after: list[Node]) -> None:
    """Keep, renew, drop and open the waits of one holder; an event of several definitions is in the lists once each."""
    run, wanted = table.run, {node.id for node in after}
    kept: set[str] = set()
    for element in dict.fromkeys(node.id for node in before):
        twin = table.elements.get(element, "")
        if twin in wanted and element not in table.plan.updated:
            kept.add(twin)
            run.emit(WaitMigrated(holder, element, twin))
            if happened := table.old.happened.get(holder, {}).get(element):
                table.new.happened.setdefault(holder, {})[twin] = happened
        else:
            run.emit(WaitEnded(holder, element))
    for node in after:
        if node.id not in kept:
            waits.offer(run, holder, node)


def _node(table: Migration, activity_id: str) -> Node:
    node = node_of(table.target.model, activity_id)
    if node is None:
        raise KeyError(activity_id)
    return node


def _fail(table: Migration, activity_instance_id: str, element_id: str, text: Text) -> None:
    table.failures.append(ActivityFailure(activity_instance_id, element_id, text))
