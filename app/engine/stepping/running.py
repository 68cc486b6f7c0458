"""One instance while a command works on it, and what the interpreter may ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.events import VariablesChanged
from app.domain.model.decision import DecisionModel
from app.domain.model.process import DecisionCall, Expression, Node
from app.domain.ports.clock import Bean
from app.domain.ports.definitions import LoadedProcess
from app.domain.ports.evaluation import DecisionResult
from app.domain.records import ProcessInstance
from app.engine.binding import bound_definition
from app.engine.stepping import deadlines
from app.engine.stepping.beans import execution_bean, office_beans
from app.engine.stepping.variables import ScopeView, StepVariables

Beans = Mapping[str, Bean]
NO_BEANS: Beans = {}


@dataclass(slots=True)
class Running:
    """The instance as the command has moved it so far; thrown away after the command.

    It is the `StepContext` of the interpreter as well: what an expression sees is this instance, in one scope.
    """

    context: CommandContext
    instance: ProcessInstance
    process: LoadedProcess
    variables: StepVariables
    is_new: bool = False
    finished: bool = False
    calls_listeners: bool = True
    """Whether task listeners are called; a modification may say no."""
    now: datetime = field(init=False)
    """The time expressions see; that of the command, but for a timer that is computed again."""
    _office: dict[str, Bean] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.now = self.context.at

    def new_id(self) -> str:
        """An id for a new activity instance."""
        return self.context.ids.new()

    def view(self, scope_id: str) -> Mapping[str, Any]:
        """The plain values a token in `scope_id` sees."""
        return ScopeView(self.variables, scope_id)

    def beans(self, scope_id: str, facts: Bean | None = None, others: Beans = NO_BEANS) -> Mapping[str, Bean]:
        """The objects an expression may reach from `scope_id`."""
        if self._office is None:
            self._office = office_beans(self.context, self.now)
        return {
            **self._office,
            "execution": execution_bean(self.instance, scope_id, self.variables, self.view(scope_id), facts or {}),
            "task": {},
            "deadline": {"due": lambda deadline_id: deadlines.compute(self, deadline_id, scope_id).due.at},
            **others,
        }

    def evaluate(
        self, expression: Expression, scope_id: str, facts: Bean | None = None, others: Beans = NO_BEANS
    ) -> Any:
        """The value of an expression as a token in `scope_id` sees it; `facts` as in `StepContext`.

        `others` are the beans that only some places have: `task`, `externalTask`.
        """
        return self.context.expressions.evaluate(expression, self.view(scope_id), self.beans(scope_id, facts, others))

    def written(self) -> tuple[VariablesChanged, ...]:
        """The variables changed since the last step, as they are recorded without one."""
        changes = self.variables.take_changes()
        actor = self.context.actor.user_id
        return (VariablesChanged(self.instance.id, changes, self.context.at, actor),) if changes else ()

    def evaluate_at(self, moment: datetime, expression: Expression, scope_id: str) -> Any:
        """The value as it would have been at `moment`, for a timer that is computed again."""
        self.now, self._office = moment, None
        try:
            return self.evaluate(expression, scope_id)
        finally:
            self.now, self._office = self.context.at, None

    def text(self, expression: Expression | None, scope_id: str) -> str | None:
        """The value as text; nothing stays None."""
        value = None if expression is None else self.evaluate(expression, scope_id)
        return None if value is None else str(value)

    def decide(self, call: DecisionCall, scope_id: str) -> tuple[str, DecisionResult, Mapping[str, Any]]:
        """Decision key, result and inputs of a business rule task. Raises `NotFound`, `EvaluationFailed`."""
        key = str(self.evaluate(call.decision, scope_id))
        version = self.text(None if call.version is None else Expression(call.version), scope_id)
        models = self.decisions(key, call.binding, version)
        view, beans = self.view(scope_id), self.beans(scope_id)
        result = self.context.decisions.decide(models, key, view, beans)
        return key, result, result.inputs

    def decisions(self, key: str, binding: str, version: str | None = None) -> Mapping[str, DecisionModel]:
        """The decisions of the file that holds decision `key`. Raises `NotFound`."""
        uow, deployment_id = self.context.uow, self.process.definition.deployment_id
        definition = bound_definition(uow.definitions, "decision", key, binding, version, deployment_id)
        if definition is None:
            raise NotFound(f"决策 {key} 未部署", f"decision {key} is not deployed (binding {binding})")
        return self.context.programs.decisions(definition, uow)

    def node(self, element_id: str) -> Node:
        """The node of the running definition."""
        return self.process.model.nodes[element_id]

    def property(self, node: Node, name: str) -> Expression | None:
        """A `camunda:property` or, of the same name, a `camunda:inputParameter`, as an expression."""
        if name in node.properties:
            return Expression(node.properties[name])
        values = (mapping.value for mapping in node.inputs if mapping.name == name)
        return next((value for value in values if isinstance(value, Expression)), None)
