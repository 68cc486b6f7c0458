"""Activity instances as they begin and end: history rows, and the rows that go with an ended activity."""

from __future__ import annotations

from dataclasses import replace

from app.domain.events import (
    ActivityClosed,
    ActivityRecorded,
    DeadlineChanged,
    DecisionRecorded,
    ExternalTaskEnded,
    InstanceDescribed,
    RecordStateReached,
    UserTaskEnded,
    WaitsEnded,
)
from app.domain.model.process import MULTI_INSTANCE_BODY, Expression, ListenerEvent, Node, NodeKind
from app.domain.operation_events import ActivityMoved
from app.domain.steps import ActivityEnded, ActivityMigrated, ActivityStarted, DecisionEvaluated, WaitMigrated
from app.engine.stepping import deadlines
from app.engine.stepping.activity_types import activity_type
from app.engine.stepping.follow_ups import Tell
from app.engine.stepping.set_deadline import set_deadline
from app.engine.stepping.task_listening import call_ending
from app.engine.stepping.translation import Translation
from app.engine.urging import MET_MESSAGE, urge_key

STATUS = "status"
"""Property of an element: `record:state` that the case's record has reached when the element is entered."""
_WAITING_KINDS = frozenset({NodeKind.CATCH_EVENT, NodeKind.RECEIVE_TASK, NodeKind.EVENT_GATEWAY})


def started(step: ActivityStarted, table: Translation) -> None:
    """A node was entered."""
    node = step.node
    table.nodes[step.activity_instance_id] = node
    if node.scope == table.running.process.model.id:
        _note_ends(node, table)
    instance = table.running.instance
    table.opened[step.activity_instance_id] = ActivityRecorded(
        id=step.activity_instance_id,
        instance_id=instance.id,
        root_instance_id=instance.root_id,
        definition_id=instance.definition_id,
        definition_key=instance.definition_key,
        element_id=node.id + MULTI_INSTANCE_BODY if step.is_multi_instance_body else node.id,
        name=node.name,
        kind=activity_type(node, step.is_multi_instance_body),
        parent_id=step.scope_id,
        started_at=table.context.at,
    )
    if step.undoing:
        return  # What entering it brings about has come about before.
    if STATUS in node.properties:
        record, _, state = node.properties[STATUS].partition(":")
        table.events.append(RecordStateReached(instance.id, record, state))
    if deadlines.PROPERTY in node.properties and not step.is_multi_instance_body:
        set_deadline(step.activity_instance_id, node, step.scope_id, table)


def ended(step: ActivityEnded, table: Translation) -> None:
    """A node was left: close its history and take away what waited for it."""
    id, at = step.activity_instance_id, table.context.at
    node = _node_of(id, table)
    if id in table.opened:
        table.opened[id] = replace(table.opened[id], ended_at=at, canceled=step.canceled)
    elif _was_shown(id, node, table):
        table.events.append(ActivityClosed(id, table.running.instance.id, at, step.canceled))
    if node is None:
        return
    if id not in table.nodes:
        _end_rows(id, node, table)
    if "business_key" in node.properties and not step.canceled:
        _set_business_key(id, node, table)


def migrated(step: ActivityMigrated, table: Translation) -> None:
    """What is open goes on under another definition."""
    body = step.is_multi_instance_body
    table.moved[step.activity_instance_id] = ActivityMoved(
        element_id=step.node.id + MULTI_INSTANCE_BODY if body else step.node.id,
        name=step.node.name,
        kind=activity_type(step.node, body),
        parent_id=step.scope_id,
        begun=step.begun,
    )


def wait_migrated(step: WaitMigrated, table: Translation) -> None:
    """A timer or subscription belongs to an event of another definition."""
    table.moved_waits[step.activity_instance_id, step.source_element_id] = step.element_id


def decided(step: DecisionEvaluated, table: Translation) -> None:
    """A decision was asked."""
    table.events.append(
        DecisionRecorded(
            id=table.context.ids.new(),
            instance_id=table.running.instance.id,
            activity_instance_id=step.activity_instance_id,
            decision_key=step.decision_key,
            definition_id=table.running.instance.definition_id,
            at=table.context.at,
            inputs=step.inputs,
            outputs=step.outputs,
            matched_rules=step.matched_rules,
        )
    )


def _note_ends(node: Node, table: Translation) -> None:
    """Where the instance began and where it ended last."""
    if node.kind is NodeKind.START_EVENT:
        table.start_element_id = table.start_element_id or node.id
    elif node.kind is NodeKind.END_EVENT:
        table.end_element_id = node.id


def _node_of(activity_instance_id: str, table: Translation) -> Node | None:
    node = table.nodes.get(activity_instance_id)
    if node is not None:
        return node
    token = table.previous.get(activity_instance_id)
    return (
        None
        if token is None
        else table.running.process.model.nodes.get(token.element_id.removesuffix(MULTI_INSTANCE_BODY))
    )


def _was_shown(id: str, node: Node | None, table: Translation) -> bool:
    """Whether history has a row to close: not of nodes Banli made, nor of those that waited for their job to begin."""
    token = table.previous.get(id)
    return not (node is not None and not node.is_shown) and not (token is not None and token.state == "async_before")


def _end_rows(id: str, node: Node, table: Translation) -> None:
    """Task, external task, waits and deadlines of an activity that began in an earlier transaction."""
    at, instance_id = table.context.at, table.running.instance.id
    if id != table.own and node.kind is NodeKind.USER_TASK and id in table.tasks:
        call_ending(table.running, table.tasks[id], ListenerEvent.DELETE)
        table.events.append(UserTaskEnded(table.tasks[id].id, instance_id, at, "deleted"))
    elif id != table.own and id in _external_ids(node, table):
        table.events.append(ExternalTaskEnded(table.external_tasks[id].id))
    if _may_wait(node, table):
        table.events.append(WaitsEnded(id, instance_id=instance_id))
    if deadlines.PROPERTY in node.properties:
        _close_deadlines(id, table)


def _external_ids(node: Node, table: Translation) -> frozenset[str]:
    listeners = (*node.listeners, *(node.user_task.listeners if node.user_task else ()))
    specs = (node.external, node.event.implementation if node.event else None, *(each.external for each in listeners))
    offers = any(spec is not None for spec in specs)
    return frozenset(table.external_tasks) if offers else frozenset()


def _may_wait(node: Node, table: Translation) -> bool:
    """Whether jobs or subscriptions may hang on the activity; an ended instance takes all of them with it."""
    return not table.ends_instance and (
        node.kind in _WAITING_KINDS
        or node.is_scope
        or node.async_before
        or node.async_after
        or deadlines.PROPERTY in node.properties
        or bool(node.user_task and any(each.timer for each in node.user_task.listeners))
        or bool(table.running.process.model.boundary_events(node.id))
    )


def _close_deadlines(id: str, table: Translation) -> None:
    at = table.context.at
    canceled = any(
        isinstance(step, ActivityEnded) and step.activity_instance_id == id and step.canceled
        for step in table.outcome.steps
    )
    for deadline in table.context.uow.deadlines.of_activity(id):
        if deadline.state == "open":
            state = "cancelled" if canceled else "met" if at <= deadline.due_at else "late"
            table.events.append(DeadlineChanged(deadline.id, {"state": state}, at))
        if deadline.state == "late" and deadline.expiry == "escalate":
            table.follow_ups.append(Tell(MET_MESSAGE, urge_key(deadline.id, "escalate")))


def _set_business_key(id: str, node: Node, table: Translation) -> None:
    """The property `business_key` of an element names the case once its number is known."""
    running = table.running
    token = table.previous.get(id)
    scope = token.scope_id if token else table.opened[id].parent_id if id in table.opened else running.instance.id
    value = running.text(Expression(node.properties["business_key"]), scope)
    if value and value != running.instance.business_key:
        running.instance = replace(running.instance, business_key=value)
        table.events.append(InstanceDescribed(running.instance.id, {"business_key": value}, table.context.at))
