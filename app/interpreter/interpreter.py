"""The interpreter port on SpiffWorkflow: compile a model, apply one stimulus, read a marking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidState
from app.domain.migration import MigrationPlan
from app.domain.model.process import NodeKind, ProcessModel
from app.domain.ports.interpreter import StepContext
from app.domain.steps import Outcome
from app.domain.stimuli import (
    AddInstance,
    BpmnErrorThrown,
    CancelInstance,
    CheckConditions,
    CompleteActivity,
    ContinueAsync,
    EndAdHoc,
    EscalationThrown,
    FireEvent,
    Modify,
    RemoveInstance,
    ReturnTo,
    Start,
    StartAdHoc,
    StartAt,
    Stimulus,
)
from app.domain.values import InstanceState
from app.interpreter import ad_hoc, catching, codec, migrating, modifying, multi_instance, returning, scopes
from app.interpreter.canceling import end_instance
from app.interpreter.choosing import make_spec
from app.interpreter.marking import AT_LISTENER, Marking, Scope, ScopeKind, Token, Wait
from app.interpreter.program import Program, compile_program
from app.interpreter.resting import run_to_rest
from app.interpreter.run import Run
from app.interpreter.specs.activities import take_results


@dataclass(frozen=True, slots=True)
class Waiting:
    """One node that waits, or one open scope (`app.domain.ports.interpreter.WaitingToken`)."""

    activity_instance_id: str
    element_id: str
    scope_id: str
    is_scope: bool
    is_multi_instance_body: bool
    state: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What a return cancels (`app.domain.ports.interpreter.UndoneWork`)."""

    tokens: tuple[Waiting, ...]
    beside: tuple[str, ...]


class TokenInterpreter:
    """Implements `app.domain.ports.interpreter.ProcessInterpreter`; holds no state between calls."""

    def compile(self, model: ProcessModel) -> Program:
        """Make the program of a definition. Raises `DefinitionInvalid` where it cannot run it."""
        return compile_program(model, make_spec)

    def advance(
        self, program: Program, instance_id: str, state: bytes | None, stimulus: Stimulus, context: StepContext
    ) -> Outcome:
        """Apply one stimulus and run to the next wait states; see the port for the contract."""
        marking = codec.decode(state) if state else Marking(instance_id)
        run = Run(program, marking, context)
        _APPLY[type(stimulus)](run, stimulus)
        run_to_rest(run)
        return Outcome(codec.encode(run.marking), tuple(run.steps))

    def has_conditions(self, program: Program) -> bool:
        """Whether conditional events wait in its instances."""
        return bool(program.conditional)

    def migrate(
        self,
        source: Program,
        target: Program,
        instance_id: str,
        state: bytes,
        plan: MigrationPlan,
        context: StepContext,
    ) -> Outcome:
        """The same instance on another definition; see the port for the contract."""
        run = migrating.migrate(source, target, codec.decode(state), plan, context)
        return Outcome(codec.encode(run.marking), tuple(run.steps))

    def startable(self, program: Program, state: bytes) -> tuple[tuple[str, str], ...]:
        """What people may begin: open ad-hoc sub-process (its activity instance id) and activity."""
        marking = codec.decode(state)
        open_scopes = [scope for scope in marking.scopes.values() if scope.kind is ScopeKind.AD_HOC]
        return tuple((scope.id, id) for scope in open_scopes for id in ad_hoc.startable(program, marking, scope))

    def undone(self, program: Program, state: bytes, stimulus: ReturnTo) -> Undone:
        """What a return would cancel; see the port for the contract."""
        marking = codec.decode(state)
        undo = returning.plan(program, marking, stimulus)
        tokens = [id for found in undo.canceled for id in returning.tokens_within(marking, found)]
        beside = returning.others(marking, stimulus, undo)
        return Undone(tuple(_token_view(program, marking, marking.tokens[id]) for id in tokens), beside)

    def waiting(self, program: Program, state: bytes) -> tuple[Waiting, ...]:
        """The open scopes and resting tokens of a marking, outer scopes first."""
        marking = codec.decode(state)
        open_scopes = [scope for scope in marking.scopes.values() if scope.kind is not ScopeKind.PROCESS]
        return (
            *(_scope_view(program, marking, scope) for scope in open_scopes),
            *(_token_view(program, marking, token) for token in marking.tokens.values()),
        )


def _start(run: Run, stimulus: Start) -> None:
    if run.marking.scopes:
        raise _has_begun(run)
    start = run.program.start(stimulus.element_id) if stimulus.element_id else None
    scopes.start_process(run, start)


def _start_at(run: Run, stimulus: StartAt) -> None:
    if run.marking.scopes:
        raise _has_begun(run)
    scopes.open_process(run)
    modifying.modify(run, Modify(stimulus.instructions, None, stimulus.skip_io_mappings, stimulus.skip_listeners))


def _has_begun(run: Run) -> InvalidState:
    return InvalidState(f"实例 {run.marking.root} 已经启动", f"Instance {run.marking.root} has begun already")


def _complete(run: Run, stimulus: CompleteActivity) -> None:
    token = run.marking.tokens.get(stimulus.activity_instance_id)
    if token is not None and token.wait in AT_LISTENER:
        _listened(run, token, stimulus)
        return
    token = _token(run, stimulus.activity_instance_id, Wait.ACTIVITY)
    task = run.resume(token)
    node = run.program.node(token.element)
    if node.kind is NodeKind.CALL_ACTIVITY and node.call is not None:
        take_results(run, task, node.call, dict(stimulus.local_variables))
    else:
        run.give_locals(token.id, stimulus.local_variables)
    task.complete()


def _listened(run: Run, token: Token, stimulus: CompleteActivity) -> None:
    """A worker has done the work of a listener: go on with the next one, then with the activity or what follows it."""
    task = run.resume(token)
    task.listened += 1
    run.give_locals(token.id, stimulus.local_variables)
    if token.wait is Wait.END_LISTENER:
        task.complete()
        return
    spec = task.task_spec
    if spec.begin(run, task):
        task.complete()
    else:
        run.workflow.forget(task)


def _fire(run: Run, stimulus: FireEvent) -> None:
    holder, values = stimulus.activity_instance_id, dict(stimulus.local_variables)
    if not catching.can_fire(run, holder, stimulus.element_id):
        raise _nothing_waits(holder)
    catchers = run.program.catchers(stimulus.element_id)
    catching.fire(run, holder, catchers[min(stimulus.part, len(catchers) - 1)], values)


def _throw_error(run: Run, stimulus: BpmnErrorThrown) -> None:
    token = _token(run, stimulus.activity_instance_id, Wait.ACTIVITY, *AT_LISTENER)
    catching.throw_error(run, stimulus.error_code, stimulus.message, token.scope, token.id)


def _escalate(run: Run, stimulus: EscalationThrown) -> None:
    token = _token(run, stimulus.activity_instance_id, Wait.ACTIVITY)
    catching.throw_escalation(run, stimulus.escalation_code, token.scope, token.id)


def _continue(run: Run, stimulus: ContinueAsync) -> None:
    token = run.marking.tokens.get(stimulus.activity_instance_id)
    if token is None or token.wait not in (Wait.ASYNC_BEFORE, Wait.ASYNC_AFTER):
        raise _nothing_waits(stimulus.activity_instance_id)
    task = run.resume(token)
    task.resumed = True
    if token.wait is Wait.ASYNC_BEFORE:
        multi_instance.restore_counter(run, task)
        run.workflow.enter(task)
    else:
        task.complete()


def _check_conditions(run: Run, stimulus: CheckConditions) -> None:
    """Nothing moves by itself: changes of variables are asked about before anything else in any step."""


def _cancel(run: Run, stimulus: CancelInstance) -> None:
    if not run.marking.scopes:
        raise _nothing_waits(run.marking.root)
    end_instance(run, InstanceState.EXTERNALLY_TERMINATED)


_APPLY: dict[type[Any], Callable[[Run, Any], None]] = {
    Start: _start,
    StartAt: _start_at,
    CompleteActivity: _complete,
    FireEvent: _fire,
    BpmnErrorThrown: _throw_error,
    EscalationThrown: _escalate,
    ContinueAsync: _continue,
    CheckConditions: _check_conditions,
    StartAdHoc: ad_hoc.start,
    EndAdHoc: ad_hoc.end,
    CancelInstance: _cancel,
    Modify: modifying.modify,
    ReturnTo: returning.return_to,
    AddInstance: lambda run, stimulus: multi_instance.add_instance(run, stimulus.body_id, stimulus.item),
    RemoveInstance: lambda run, stimulus: multi_instance.remove_instance(run, stimulus.activity_instance_id),
}


def _token(run: Run, activity_instance_id: str, *waits: Wait) -> Token:
    token = run.marking.tokens.get(activity_instance_id)
    if token is None or token.wait not in waits:
        raise _nothing_waits(activity_instance_id)
    return token


def _nothing_waits(activity_instance_id: str) -> InvalidState:
    return InvalidState(
        f"活动 {activity_instance_id} 已不在等待", f"Activity instance {activity_instance_id} is not waiting any more"
    )


def _scope_view(program: Program, marking: Marking, scope: Scope) -> Waiting:
    """An event that has thrown compensation is shown as the node it is, what it undoes beside it."""
    body, throws = scope.kind is ScopeKind.MULTI_INSTANCE, scope.kind is ScopeKind.COMPENSATION
    shown_in = marking.shown_in(scope.parent, program.node(scope.element).scope)
    state = "compensation" if throws else "scope"
    return Waiting(scope.id, scope.element, shown_in, not throws, is_multi_instance_body=body, state=state)


def _token_view(program: Program, marking: Marking, token: Token) -> Waiting:
    return Waiting(
        token.id,
        token.element,
        marking.shown_in(token.scope, program.node(token.element).scope),
        is_scope=False,
        is_multi_instance_body=False,
        state=token.wait.name.lower(),
    )
