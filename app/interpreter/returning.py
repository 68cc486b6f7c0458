"""Giving work back: what came of a completed activity, cancelling that, and beginning the activity again (退回, 撤回).

The marking keeps no history, so "what came of it" is read from the diagram: everything in the same open scope that a
token can reach from the activity in the same round, that is without passing a node which every way *to* the activity
passes (its dominators: a way through one of those is the next round). Work in branches beside it is therefore left
alone. A parallel join that was passed since gets the tokens of those branches again: they need not be done twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import InvalidState
from app.domain.model.process import Node, NodeKind
from app.domain.stimuli import ReturnTo
from app.interpreter.canceling import cancel_activity
from app.interpreter.marking import Marking, Scope, Token
from app.interpreter.program import Program
from app.interpreter.run import Run


@dataclass(frozen=True, slots=True)
class Undo:
    """What a return takes away and gives back."""

    node: Node
    scope_id: str
    canceled: tuple[str, ...]
    """Tokens and scopes that stand directly in the scope."""
    dropped: tuple[tuple[str, str], ...]
    """(join, flow) of tokens that wait at joins."""
    restored: tuple[tuple[str, str], ...]
    """(join, flow) of tokens that a join gets again."""


def return_to(run: Run, stimulus: ReturnTo) -> None:
    """Cancel what came of the activity and begin it again. Raises `InvalidState` where that is not well defined."""
    undo = plan(run.program, run.marking, stimulus)
    for activity_id in undo.canceled:
        cancel_activity(run, activity_id)
    for join, flow in undo.dropped:
        run.marking.drop(undo.scope_id, join, flow)
    for join, flow in undo.restored:
        run.marking.arrive(undo.scope_id, join, flow)
    run.touch(undo.scope_id)
    run.workflow.enter(run.put(run.program.outer_spec(undo.node.id), undo.scope_id))


def plan(program: Program, marking: Marking, stimulus: ReturnTo) -> Undo:
    """What `stimulus` would do; nothing is changed. Raises `InvalidState`."""
    undo = _undo(program, marking, stimulus)
    if stimulus.from_id is not None:
        _check_origin(program, marking, stimulus, undo)
    if not undo.canceled and not undo.dropped:
        raise InvalidState(
            f"{_name(undo.node)} 之后没有正在进行的工作，无可退回",
            f"Nothing that came of {undo.node.id} is open any more: there is nothing to return",
        )
    return undo


def others(marking: Marking, stimulus: ReturnTo, undo: Undo) -> tuple[str, ...]:
    """The elements of everything besides `from_id` that would be cancelled, joins by the gateway's id."""
    inside = [id for found in undo.canceled for id in tokens_within(marking, found) if id != stimulus.from_id]
    return (*(marking.tokens[id].element for id in inside), *(join for join, _ in undo.dropped))


def tokens_within(marking: Marking, activity_id: str) -> list[str]:
    """The tokens of a resting token (itself) or an open scope, at any depth."""
    if activity_id in marking.tokens:
        return [activity_id]
    inside = [token.id for token in marking.tokens_in(activity_id)]
    return inside + [id for scope in marking.scopes_in(activity_id) for id in tokens_within(marking, scope.id)]


def _undo(program: Program, marking: Marking, stimulus: ReturnTo) -> Undo:
    node, scope = program.model.nodes.get(stimulus.element_id), marking.scopes.get(stimulus.scope_id)
    if node is None or scope is None or node.scope != scope.element:
        raise InvalidState(
            f"{stimulus.element_id} 所在的子流程已经结束，不能退回到其中",
            f"The scope in which {stimulus.element_id} was done is over: nothing can be returned to it",
        )
    barriers = _dominators(program, node)
    after = _reach(program, [node.id], barriers)
    standing: list[Token | Scope] = [*marking.tokens_in(scope.id), *marking.scopes_in(scope.id)]
    canceled = [each for each in standing if each.element in after]
    waiting = [
        (join, flow)
        for join, counts in marking.arrivals.get(scope.id, {}).items()
        for flow in counts
        if program.model.flows[flow].source in after | {node.id}
    ]
    reached = {each.element for each in canceled} | {program.model.flows[flow].source for _, flow in waiting}
    restored = [
        (join.id, flow)
        for join in program.children[scope.element]
        if join.kind is NodeKind.PARALLEL_GATEWAY and join.id in after
        if reached & (_reach(program, [join.id], barriers | {node.id}) | {join.id})
        for flow in join.incoming
        if program.model.flows[flow].source not in after | {node.id}
    ]
    return Undo(node, scope.id, tuple(each.id for each in canceled), tuple(waiting), tuple(restored))


def _check_origin(program: Program, marking: Marking, stimulus: ReturnTo, undo: Undo) -> None:
    origin = stimulus.from_id or ""
    if origin not in marking.tokens:
        raise InvalidState(f"活动 {origin} 已不在等待", f"Activity instance {origin} is not waiting any more")
    if all(origin not in tokens_within(marking, found) for found in undo.canceled):
        element = marking.tokens[origin].element
        raise InvalidState(
            f"{_name(program.node(element))} 不是由 {_name(undo.node)} 办理后产生的，不能退回到该环节",
            f"{element} did not come of {undo.node.id}: it cannot be returned there",
        )
    beside = others(marking, stimulus, undo)
    if beside and not stimulus.with_siblings:
        names = dict.fromkeys(_name(program.node(element)) for element in beside)
        raise InvalidState(
            f"退回到 {_name(undo.node)} 会同时撤销其他分支：{'、'.join(names)}；请确认一并撤销",
            f"Returning to {undo.node.id} would also cancel other branches: {', '.join(dict.fromkeys(beside))}; "
            "say that they are to be cancelled too",
        )


def _name(node: Node) -> str:
    return f"“{node.name}”" if node.name else node.id


def _reach(program: Program, starts: Iterable[str], barriers: frozenset[str]) -> frozenset[str]:
    """The nodes a token can come to from `starts`, never entering a barrier nor a start again."""
    found: set[str] = set()
    closed = barriers | set(starts)
    open_nodes = list(starts)
    while open_nodes:
        for flow in program.onward(program.node(open_nodes.pop())):
            if flow.target not in closed and flow.target not in found:
                found.add(flow.target)
                open_nodes.append(flow.target)
    return frozenset(found)


def _dominators(program: Program, node: Node) -> frozenset[str]:
    """The nodes that every way from the beginning of the scope to `node` passes, itself left out."""
    attached = (NodeKind.BOUNDARY_EVENT, NodeKind.EVENT_SUB_PROCESS)
    entries = [n.id for n in program.children[node.scope] if not n.incoming and n.kind not in attached]
    if node.id in entries:
        return frozenset()
    return frozenset(
        each
        for each in _one_way(program, entries, node.id)
        if node.id not in _reach(program, [entry for entry in entries if entry != each], frozenset({each}))
    )


def _one_way(program: Program, entries: list[str], target: str) -> list[str]:
    """The nodes of some way to `target`: whatever lies on every way lies on this one."""
    came_from: dict[str, str] = {}
    open_nodes = deque(entries)
    while open_nodes and target not in came_from:
        element = open_nodes.popleft()
        for flow in program.onward(program.node(element)):
            if flow.target not in came_from and flow.target not in entries:
                came_from[flow.target] = element
                open_nodes.append(flow.target)
    way: list[str] = []
    while (element := came_from.get(way[-1] if way else target, "")) != "":
        way.append(element)
    return way
