"""Call activities as instances of their own (design rule 5): start, mappings, continuation, errors, cancellation."""

from __future__ import annotations

from app.domain.errors import LimitExceeded, NotFound, Suspended
from app.domain.model.process import Expression, ProcessCall
from app.domain.records import Definition, ProcessInstance
from app.domain.stimuli import BpmnErrorThrown, CancelInstance, CompleteActivity, EscalationThrown
from app.domain.values import InstanceState
from app.engine.binding import bound_definition
from app.engine.limits import MAX_CALL_DEPTH
from app.engine.stepping.follow_ups import ContinueCaller, EndChild, EscalateToCaller, StartChild
from app.engine.stepping.running import Running
from app.engine.stepping.turn import Turn


def start_child(follow_up: StartChild, turn: Turn) -> None:
    """Begin the called instance, with what the in mappings gave."""
    caller = turn.find(follow_up.parent_id)
    if caller is None:
        return
    call, parent, context = follow_up.call, caller.instance, turn.context
    _check_depth(parent, turn)
    definition = _called_definition(follow_up, caller)
    child = ProcessInstance(
        id=follow_up.child_id,
        definition_id=definition.id,
        definition_key=definition.key,
        root_id=parent.root_id,
        business_key=call.business_key,
        state=InstanceState.ACTIVE,
        marking=b"",
        version=1,
        started_at=context.at,
        started_by=parent.started_by,
        parent_id=parent.id,
        parent_activity_instance_id=call.activity_instance_id,
        deployment_id=definition.deployment_id,
        unit=parent.unit,
    )
    turn.start(child, call.variables)


def end_child(follow_up: EndChild, turn: Turn) -> None:
    """The caller left the activity: its instance is cancelled, down to the last one it called."""
    child_id = turn.called_by(follow_up.activity_instance_id)
    child = turn.find(child_id) if child_id else None
    if child is not None:
        turn.step(child, CancelInstance("call activity canceled"))


def continue_caller(follow_up: ContinueCaller, turn: Turn) -> None:
    """Hand the results to the caller, whose out mappings choose among them; or the error its boundary may catch."""
    child = turn.seen(follow_up.child_id)
    parent_id, activity_id = child.instance.parent_id, child.instance.parent_activity_instance_id
    waits = parent_id is not None and activity_id is not None and turn.find(parent_id) is not None
    if parent_id is None or activity_id is None or not waits:
        return
    caller = turn.open(parent_id)
    tokens = turn.context.interpreter.waiting(caller.process.program, caller.instance.marking)
    if all(token.activity_instance_id != activity_id for token in tokens):
        return
    end = follow_up.end
    if end.error_code is not None:
        turn.step(caller, BpmnErrorThrown(activity_id, end.error_code, end.error_message))
        return
    results = child.variables.values.get(child.instance.id, {})
    turn.step(caller, CompleteActivity(activity_id, dict(results)))


def escalate_to_caller(follow_up: EscalateToCaller, turn: Turn) -> None:
    """The caller may catch what nobody in the called instance did."""
    child = turn.seen(follow_up.child_id).instance
    if child.parent_id is None or child.parent_activity_instance_id is None:
        return
    caller = turn.find(child.parent_id)
    if caller is not None:
        turn.step(caller, EscalationThrown(child.parent_activity_instance_id, follow_up.escalation_code))


def _called_definition(follow_up: StartChild, caller: Running) -> Definition:
    call = follow_up.call
    spec = call.node.call or ProcessCall(Expression(call.called_element))
    scope = caller.variables.innermost(call.activity_instance_id, caller.instance.id)
    version = caller.text(None if spec.version is None else Expression(spec.version), scope)
    definition = bound_definition(
        caller.context.uow.definitions,
        "process",
        call.called_element,
        spec.binding,
        version,
        caller.process.definition.deployment_id,
    )
    if definition is None:
        raise NotFound(
            f"被调用的流程 {call.called_element} 未部署", f"called process {call.called_element} is not deployed"
        )
    if definition.suspended:
        raise Suspended(f"流程定义 {definition.id} 已挂起", f"process definition {definition.id} is suspended")
    return definition


def _check_depth(instance: ProcessInstance, turn: Turn) -> None:
    depth, current = 1, instance
    while current.parent_id is not None:
        depth += 1
        if depth > MAX_CALL_DEPTH:
            error = LimitExceeded(f"调用层次超过 {MAX_CALL_DEPTH}", f"more than {MAX_CALL_DEPTH} nested calls")
            error.instance_id = instance.id
            raise error
        current = _caller_of(current.parent_id, turn)


def _caller_of(instance_id: str, turn: Turn) -> ProcessInstance:
    running = turn.find(instance_id)
    return running.instance if running else turn.context.uow.instances.get(instance_id)
