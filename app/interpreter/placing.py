"""Where a node is begun by hand: the innermost open scope around it, and the scopes opened on the way there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidInput, InvalidState
from app.domain.model.process import MULTI_INSTANCE_BODY, ListenerEvent, Node, NodeKind
from app.interpreter import catching, listening, multi_instance, scopes, standard_loop
from app.interpreter.marking import Scope, ScopeKind
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask


@dataclass(frozen=True, slots=True)
class Place:
    """The open scope a node is begun in, and those that had to be opened for it, outer ones first."""

    scope: Scope
    opened: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class _Level:
    """One scope on the way from the process to a node: a sub-process, or the multi-instance body around one."""

    element: str
    body: bool = False

    def is_of(self, scope: Scope) -> bool:
        """Whether an open scope is this level."""
        is_body = scope.kind is ScopeKind.MULTI_INSTANCE
        return scope.element == self.element and is_body is self.body and not scope.undoing

    @property
    def name(self) -> str:
        """As Camunda names it."""
        return self.element + (MULTI_INSTANCE_BODY if self.body else "")


def place(run: Run, node: Node, ancestor_id: str | None, *, inside_body: bool = False) -> Place:
    """Find the scope for a node and open what is missing.

    Raises `InvalidInput` where `ancestor_id` is no open scope around the node, `InvalidState` where several scopes
    fit and none was named.
    """
    way = _way(run, node)
    if inside_body:
        way.append(_Level(node.id, body=True))
    scope, missing = _given(run, way, ancestor_id) if ancestor_id else _innermost(run, way)
    opened: list[Scope] = []
    for level in missing:
        scope = _open(run, scope, level)
        opened.append(scope)
    return Place(scope, tuple(opened))


def ambiguous(element: str) -> InvalidState:
    """Several open scopes of the element fit."""
    return InvalidState(
        f"{element} 有多个正在运行的实例，请指明上级活动实例",
        f"There is more than one open activity instance of '{element}': name the ancestorActivityInstanceId",
    )


def _way(run: Run, node: Node) -> list[_Level]:
    """The scopes between the process and a node, outer ones first."""
    found: list[_Level] = []
    while node.scope != run.program.model.id:
        node = run.program.node(node.scope)
        found.append(_Level(node.id))
        if node.has_body:
            found.append(_Level(node.id, body=True))
    found.reverse()
    return found


def _given(run: Run, way: list[_Level], ancestor_id: str) -> tuple[Scope, list[_Level]]:
    scope = run.marking.scopes.get(ancestor_id)
    if scope is not None and scope.kind is ScopeKind.PROCESS:
        return scope, way
    for index, level in enumerate(way):
        if scope is not None and level.is_of(scope):
            return scope, way[index + 1 :]
    raise InvalidInput(
        f"活动实例 {ancestor_id} 不是目标的上级活动",
        f"Ancestor activity instance '{ancestor_id}' does not exist or is no ancestor of the activity",
        "ancestorActivityInstanceId",
    )


def _innermost(run: Run, way: list[_Level]) -> tuple[Scope, list[_Level]]:
    """The deepest level that is open already; it must be open once."""
    for index in reversed(range(len(way))):
        fitting = [scope for scope in run.marking.scopes.values() if way[index].is_of(scope)]
        if len(fitting) > 1:
            raise ambiguous(way[index].name)
        if fitting:
            return fitting[0], way[index + 1 :]
    return run.marking.scopes[run.marking.root], way


def next_in_body(run: Run, body: Scope, values: Mapping[str, Any]) -> TokenTask:
    """The token of one more instance (or turn) of an open body. Raises `InvalidState` where only one may be open."""
    if run.program.node(body.element).standard_loop is not None:
        task = standard_loop.next_turn(run, body)
        task.local_values = {**(task.local_values or {}), **values}
        return task
    return multi_instance.one_more(run, body, values)


def _open(run: Run, parent: Scope, level: _Level) -> Scope:
    node = run.program.node(level.element)
    if node.kind is NodeKind.EVENT_SUB_PROCESS:
        catching.interrupt(run, parent.id, run.program.start_of_event_sub_process(node))
        scope = scopes.open_event_sub_process(run, parent.id, node)
        listening.call_all(run, node, scope.id, ListenerEvent.START)
        return scope
    if parent.kind is ScopeKind.MULTI_INSTANCE:
        return scopes.open_empty(run, next_in_body(run, parent, {}))
    task = run.put(run.program.outer_spec(node.id), parent.id)
    if not level.body:
        return scopes.open_empty(run, task)
    bodies = standard_loop if node.standard_loop is not None else multi_instance
    return bodies.open_empty(run, task)
