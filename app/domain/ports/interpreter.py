"""The interpreter: moves the tokens of one instance by one stimulus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from app.domain.migration import MigrationPlan
from app.domain.model.process import DecisionCall, Expression, ProcessModel
from app.domain.ports.clock import Bean
from app.domain.ports.evaluation import DecisionResult
from app.domain.steps import Outcome
from app.domain.stimuli import ReturnTo, Stimulus
from app.domain.variables import Variables

Program = Any
"""A compiled definition; shared by threads, made once, known only to the interpreter that made it."""


class StepContext(Protocol):
    """What a step may ask while it runs; given by the engine for one transaction."""

    @property
    def variables(self) -> Variables:
        """The instance's variables, read and written in place."""

    def new_id(self) -> str:
        """An id for a new activity instance."""

    def evaluate(self, expression: Expression, scope_id: str, facts: Bean | None = None) -> Any:
        """The value of an expression as seen from a scope, with all beans. Raises `EvaluationFailed`.

        `facts` is what the bean `execution` says besides: of a listener, its event and element.
        """

    def decide(self, call: DecisionCall, scope_id: str) -> tuple[str, DecisionResult, Mapping[str, Any]]:
        """Decision key, result and inputs of a business rule task. Raises `EvaluationFailed` or `NotFound`."""


class ProcessInterpreter(Protocol):
    """Compiles models and advances instances; holds no state between calls."""

    def compile(self, model: ProcessModel) -> Program:
        """Make the program of a definition. Raises `DefinitionInvalid` where it cannot run it."""

    def advance(
        self, program: Program, instance_id: str, state: bytes | None, stimulus: Stimulus, context: StepContext
    ) -> Outcome:
        """Apply one stimulus and run to the next wait states. `state` is None for `Start`.

        Raises `InvalidState` where the stimulus fits no waiting token, `EvaluationFailed`, `LimitExceeded`.
        Nothing is kept on an exception.
        """

    def has_conditions(self, program: Program) -> bool:
        """Whether conditional events wait in its instances, so that a change of variables may move them."""

    def waiting(self, program: Program, state: bytes) -> tuple[WaitingToken, ...]:
        """The tokens of a marking, for the activity tree and for checks."""

    def migrate(
        self,
        source: Program,
        target: Program,
        instance_id: str,
        state: bytes,
        plan: MigrationPlan,
        context: StepContext,
    ) -> Outcome:
        """The same instance on another definition. `plan` was checked against both models.

        Raises `CannotMigrate` with everything that stands where the plan cannot take it.
        """

    def startable(self, program: Program, state: bytes) -> tuple[tuple[str, str], ...]:
        """What people may begin in open ad-hoc sub-processes: activity instance id of the sub-process, element id."""

    def undone(self, program: Program, state: bytes, stimulus: ReturnTo) -> UndoneWork:
        """What `stimulus` would cancel; nothing is changed.

        Raises `InvalidState` where the return is not well defined: the scope is over, `from_id` did not come of the
        element, nothing that came of it is open, or other branches would go with it and `with_siblings` is not set.
        """


class UndoneWork(Protocol):
    """What giving work back cancels."""

    @property
    def tokens(self) -> tuple[WaitingToken, ...]:
        """Everything that waits and would be cancelled, `from_id` included."""

    @property
    def beside(self) -> tuple[str, ...]:
        """The elements of what is not `from_id`: other branches, and joins that hold their tokens."""


class WaitingToken(Protocol):
    """One node that waits, or one open scope."""

    @property
    def activity_instance_id(self) -> str: ...
    @property
    def element_id(self) -> str: ...
    @property
    def scope_id(self) -> str: ...
    @property
    def is_scope(self) -> bool: ...
    @property
    def is_multi_instance_body(self) -> bool: ...
    @property
    def state(self) -> str:
        """``scope``, ``compensation`` (an event that threw it and waits for the handlers), or the name of a `Wait`.

        In lower case: ``activity``, ``async_before``, ``start_listener``, ...
        """
