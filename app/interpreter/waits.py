"""Timers and subscriptions: what a catching event, its host or its scope offers to the world."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model.process import EventKind, Node, NodeKind
from app.domain.steps import SubscriptionOpened, TimerScheduled, WaitEnded
from app.interpreter.marking import ScopeKind
from app.interpreter.run import Run

_SUBSCRIBED = frozenset({EventKind.MESSAGE, EventKind.SIGNAL, EventKind.CONDITIONAL})


def offer(run: Run, activity_id: str, catcher: Node) -> None:
    """Open the wait of one catching event; `activity_id` holds it, and its texts are evaluated there."""
    event = catcher.event
    if event is None:
        return
    if event.kind is EventKind.TIMER and event.timer is not None and event.timer_kind is not None:
        value = run.evaluate(event.timer, activity_id)
        step = TimerScheduled(activity_id, catcher.id, event.timer_kind, value, catcher.interrupting, part=event.part)
        run.emit(step)
    elif event.kind in _SUBSCRIBED:
        run.emit(SubscriptionOpened(activity_id, catcher.id, event, run.text(event.name, activity_id)))


def offer_boundaries(run: Run, activity_id: str, host: Node) -> None:
    """Open the waits of the boundary events of an activity that begins."""
    for boundary in run.program.boundaries.get(host.id, ()):
        offer(run, activity_id, boundary)


def offer_event_sub_processes(run: Run, scope_id: str, element: str) -> None:
    """Open the waits of the event sub-processes of a scope that opens."""
    for start in event_starts(run, element):
        offer(run, scope_id, start)


def close_event_sub_processes(run: Run, scope_id: str, element: str) -> None:
    """Close them again: an interrupting one has begun, no other may."""
    _close(run, scope_id, event_starts(run, element))


def close_boundaries(run: Run, activity_id: str, element: str) -> None:
    """Close the waits of the boundary events of an activity that is as good as over."""
    _close(run, activity_id, run.program.boundaries.get(element, ()))


def _close(run: Run, holder: str, catchers: Iterable[Node]) -> None:
    for catcher in catchers:
        if catcher.event is not None and catcher.event.kind in {EventKind.TIMER, *_SUBSCRIBED}:
            run.emit(WaitEnded(holder, catcher.id))


def event_starts(run: Run, element: str) -> list[Node]:
    """The start events of the event sub-processes standing in a scope, once for each of their definitions."""
    return [
        variant
        for node in run.program.event_sub_processes.get(element, ())
        for child in run.program.children[node.id]
        if child.kind is NodeKind.START_EVENT
        for variant in child.variants()
    ]


def is_interrupted(run: Run, scope_id: str) -> bool:
    """Whether an interrupting event sub-process, or a cancellation, has taken the place of all else in a scope."""
    return is_cancelling(run, scope_id) or any(
        start.interrupting
        for scope in run.marking.scopes_in(scope_id)
        if scope.kind is ScopeKind.EVENT_SUB_PROCESS
        for start in run.program.children[scope.element]
        if start.kind is NodeKind.START_EVENT
    )


def is_cancelling(run: Run, scope_id: str) -> bool:
    """Whether a transaction is being undone because of a cancel end event."""
    throwing = (scope for scope in run.marking.scopes_in(scope_id) if scope.kind is ScopeKind.COMPENSATION)
    events = (run.program.node(scope.element).event for scope in throwing)
    return any(event is not None and event.kind is EventKind.CANCEL for event in events)
