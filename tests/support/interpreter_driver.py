"""Drives the bare interpreter in tests: no database, no clock; what waits is found by element id.

With `reload=True` the marking goes through bytes and the variables through a copy between any two steps, as after a
restart.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.definitions import read_bpmn
from app.domain.migration import MigrationPlan
from app.domain.model.process import DecisionCall, Expression, ProcessModel
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.domain.steps import (
    ActivityEnded,
    ActivityStarted,
    InstanceEnded,
    Outcome,
    Step,
    SubscriptionOpened,
    TimerScheduled,
    WaitEnded,
    WaitMigrated,
)
from app.domain.stimuli import (
    BpmnErrorThrown,
    CheckConditions,
    CompleteActivity,
    ContinueAsync,
    FireEvent,
    Instruction,
    Modify,
    Start,
    StartAdHoc,
    Stimulus,
)
from app.domain.variables import VariableChange, Variables
from app.expressions import Evaluator
from app.interpreter import TokenInterpreter

EVALUATOR = Evaluator()
INTERPRETER = TokenInterpreter()


def model_of(content: bytes) -> ProcessModel:
    """The only process of a file."""
    (model,) = read_bpmn(content, "test.bpmn").processes
    return model


@dataclass
class Context:
    """A `StepContext` on a dict of variables."""

    variables: Variables
    decisions: Mapping[str, DecisionResult] = field(default_factory=dict)
    counter: Any = field(default_factory=lambda: itertools.count(1))
    called: list[str] = field(default_factory=list)
    """Element and event of each listener that was called."""

    def new_id(self) -> str:
        """Counting ids."""
        return f"a{next(self.counter)}"

    def evaluate(self, expression: Expression, scope_id: str, facts: Bean | None = None) -> Any:
        """Evaluate with the real evaluator; of the beans there is `execution` for listeners, and each call is noted."""
        beans = {} if facts is None else {"execution": {**facts, "setVariable": self._writer(scope_id)}}
        if facts is not None:
            canceled = " canceled" if facts.get("canceled") else ""
            place = facts.get("currentActivityId") or facts.get("currentTransitionId") or "process"
            self.called.append(f"{place} {facts['eventName']}{canceled}")
        return EVALUATOR.evaluate(expression, self.variables.visible(scope_id), beans)

    def _writer(self, scope_id: str) -> Callable[[str, Any], None]:
        return lambda name, value: self.variables.set(scope_id, name, value)

    def decide(self, call: DecisionCall, scope_id: str) -> tuple[str, DecisionResult, Mapping[str, Any]]:
        """The prepared answer."""
        return call.decision.text, self.decisions[call.decision.text], {}


class Instance:
    """One running instance."""

    def __init__(
        self,
        content: bytes | ProcessModel,
        *,
        reload: bool = False,
        at: str | None = None,
        decisions: Mapping[str, DecisionResult] | None = None,
        **variables: Any,
    ) -> None:
        self.model = content if isinstance(content, ProcessModel) else model_of(content)
        self.program = INTERPRETER.compile(self.model)
        self.reload = reload
        self.context = Context(Variables("root"), decisions or {})
        self.state: bytes | None = None
        self.history: list[Step] = []
        self.changes: list[VariableChange] = []
        self.open: dict[str, ActivityStarted] = {}
        self.finished: list[str] = []
        self.waits: dict[tuple[str, str], TimerScheduled | SubscriptionOpened] = {}
        for name, value in variables.items():
            self.context.variables.set_local("root", name, value)
        self.apply(Start(at))

    def apply(self, stimulus: Stimulus) -> Outcome:
        """One step."""
        if self.reload:
            old = self.context.variables
            self.context.variables = Variables("root", {}, copy.deepcopy(old.values), old.changes)
            self.program = INTERPRETER.compile(self.model)
        outcome = INTERPRETER.advance(self.program, "root", self.state, stimulus, self.context)
        self.state = outcome.state
        for step in outcome.steps:
            self._follow(step)
        self.history.extend(outcome.steps)
        self.changes.extend(self.context.variables.changes)
        self.context.variables.changes.clear()
        return outcome

    def _follow(self, step: Step) -> None:
        match step:
            case ActivityStarted():
                self.open[step.activity_instance_id] = step
            case ActivityEnded():
                started = self.open.pop(step.activity_instance_id, None)
                if started and not (step.canceled or started.is_multi_instance_body or started.undoing):
                    self.finished.append(started.node.id)
                self.waits = {key: wait for key, wait in self.waits.items() if key[0] != step.activity_instance_id}
            case TimerScheduled() | SubscriptionOpened():
                self.waits[(step.activity_instance_id, step.element_id)] = step
            case WaitMigrated():
                wait = self.waits.pop((step.activity_instance_id, step.source_element_id), None)
                if wait is not None:
                    self.waits[(step.activity_instance_id, step.element_id)] = wait
            case WaitEnded():
                self.waits.pop((step.activity_instance_id, step.element_id), None)

    # What a test asks and does

    @property
    def tokens(self) -> list[Any]:
        """What waits, scopes left out."""
        found = INTERPRETER.waiting(self.program, self.state or b"")
        return [token for token in found if not token.is_scope and token.state != "compensation"]

    @property
    def waiting(self) -> list[str]:
        """The element ids of what waits, sorted."""
        return sorted(token.element_id for token in self.tokens)

    @property
    def ended(self) -> InstanceEnded | None:
        """How the instance ended, or None."""
        return next((step for step in reversed(self.history) if isinstance(step, InstanceEnded)), None)

    def token(self, element: str, index: int = 0) -> str:
        """The activity instance id of the n-th token waiting at an element."""
        found: list[str] = [t.activity_instance_id for t in self.tokens if t.element_id == element]
        return found[index]

    def complete(
        self, element: str, index: int = 0, local: Mapping[str, Any] | None = None, **variables: Any
    ) -> Outcome:
        """Set process variables and complete a waiting activity."""
        for name, value in variables.items():
            self.context.variables.set_local("root", name, value)
        return self.apply(CompleteActivity(self.token(element, index), local or {}))

    def fire(self, element: str, index: int = 0, part: int | None = None, **local: Any) -> Outcome:
        """Let the event `element` happen; of a multiple event, the definition `part`."""
        holders = [holder for (holder, offered) in self.waits if offered == element]
        holder = holders[index]
        if part is None and isinstance(self.waits[(holder, element)], TimerScheduled):
            del self.waits[(holder, element)]
        return self.apply(FireEvent(holder, element, local, part or 0))

    def write(self, *deletions: str, scope: str = "root", **variables: Any) -> Outcome:
        """Write variables from outside, as the engine's `SetVariables` does."""
        for name, value in variables.items():
            self.context.variables.set_local(scope, name, value)
        for name in deletions:
            self.context.variables.remove_local(scope, name)
        return self.apply(CheckConditions())

    def startable(self) -> list[str]:
        """What people may begin in open ad-hoc sub-processes."""
        return sorted(element for _, element in INTERPRETER.startable(self.program, self.state or b""))

    def begin(self, element: str, index: int = 0) -> Outcome:
        """Begin an activity of an ad-hoc sub-process."""
        found = [scope for scope, each in INTERPRETER.startable(self.program, self.state or b"") if each == element]
        return self.apply(StartAdHoc(found[index], element))

    def fail(self, element: str, code: str, message: str | None = None) -> Outcome:
        """Report a BPMN error at a waiting activity."""
        return self.apply(BpmnErrorThrown(self.token(element), code, message))

    def go_on(self, element: str, index: int = 0) -> Outcome:
        """Run the asynchronous continuation at an element."""
        return self.apply(ContinueAsync(self.token(element, index)))

    def modify(self, *instructions: Instruction, skip_io_mappings: bool = False) -> Outcome:
        """Change by hand where the tokens stand."""
        return self.apply(Modify(instructions, "by hand", skip_io_mappings))

    def migrate(self, content: bytes, plan: MigrationPlan) -> Outcome:
        """Go on under another definition."""
        model = model_of(content)
        program = INTERPRETER.compile(model)
        outcome = INTERPRETER.migrate(self.program, program, "root", self.state or b"", plan, self.context)
        self.model, self.program, self.state = model, program, outcome.state
        for step in outcome.steps:
            self._follow(step)
        self.history.extend(outcome.steps)
        return outcome

    def scope(self, element: str, index: int = 0) -> str:
        """The activity instance id of the n-th open scope of an element."""
        found: list[str] = [each.activity_instance_id for each in self.scopes if each.element_id == element]
        return found[index]

    @property
    def scopes(self) -> list[Any]:
        """The open scopes, outer ones first."""
        return [each for each in INTERPRETER.waiting(self.program, self.state or b"") if each.is_scope]

    def value(self, name: str) -> Any:
        """A process variable's value."""
        found = self.context.variables.find("root", name)
        return found.value if found else None
