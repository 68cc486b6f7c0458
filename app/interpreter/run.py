"""One step while it runs: the marking being changed, the variables, and the list of what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.domain.errors import EvaluationFailed, LimitExceeded
from app.domain.model.process import Expression, Flow, IoMapping, Node
from app.domain.ports.interpreter import StepContext
from app.domain.steps import ActivityEnded, ActivityStarted, Step
from app.domain.values import TypedValue
from app.domain.variables import VariableChange, Variables, typed_value
from app.interpreter.limits import MAX_STEPS
from app.interpreter.mapping import evaluate_mapping
from app.interpreter.marking import Marking, Scope, ScopeKind, Token, Wait
from app.interpreter.program import Program
from app.interpreter.spiff import NodeSpec, TokenTask, TokenWorkflow


class Run:
    """The working state of one step; specs act on the world only through it."""

    def __init__(self, program: Program, marking: Marking, context: StepContext) -> None:
        self.program = program
        self.marking = marking
        self.context = context
        self.steps: list[Step] = []
        self.entered = 0
        self.fired: Counter[tuple[str, str]] = Counter()
        """How often each conditional event (holder, element) fired in this step."""
        self.begun: list[str] = []
        """Scopes that began and whose conditional event sub-processes were not asked yet."""
        self._asked = 0
        self._begun: dict[str, int] = {}
        self.maps_parameters = True
        """Whether input and output parameters are evaluated; a modification may say no."""
        self.calls_listeners = True
        """Whether execution listeners are called; a modification may say no."""
        self.outliving: dict[str, frozenset[str]] = {}
        """Variables that outlive the scope that is about to end, because an undoing will see them."""
        self._touched: dict[str, None] = {}
        self.workflow = TokenWorkflow(program.spec, self)
        for scope in marking.scopes.values():
            if scope.kind is not ScopeKind.PROCESS:
                self.variables.open_scope(scope.id, scope.parent)
        for token in marking.tokens.values():
            if token.wait is not Wait.ASYNC_AFTER:
                self.variables.open_scope(token.id, token.scope)

    @property
    def variables(self) -> Variables:
        """The variables of the instance."""
        return self.context.variables

    def emit(self, step: Step) -> None:
        """Note that something happened."""
        self.steps.append(step)

    def count_step(self, node: Node) -> None:
        """Bound the work of one transaction."""
        self.entered += 1
        if self.entered > MAX_STEPS:
            raise LimitExceeded(
                f"一次办理中执行的环节超过 {MAX_STEPS} 个，可能有循环没有等待点（元素 {node.id}）",
                f"More than {MAX_STEPS} elements in one transaction: a loop without a wait state? ({node.id})",
            )

    # Expressions

    def evaluate(self, expression: Expression, scope_id: str) -> Any:
        """The value of an expression as a token in `scope_id` sees it."""
        return self.context.evaluate(expression, scope_id)

    def text(self, expression: Expression | None, scope_id: str) -> str | None:
        """The value as text; None stays None."""
        value = None if expression is None else self.evaluate(expression, scope_id)
        return None if value is None else str(value)

    def holds(self, expression: Expression, scope_id: str, element: str) -> bool:
        """Whether a condition is true; null is not true, anything but a boolean is an error."""
        value = self.evaluate(expression, scope_id)
        if value in ("true", "false"):  # A condition without `${` is the text it is.
            return bool(value == "true")
        if value is None or isinstance(value, bool):
            return value is True
        raise EvaluationFailed(
            f"元素 {element} 的条件 {expression.text} 得到的不是真或假，而是 {type(value).__name__}",
            f"The condition {expression.text} of {element} is not true or false but {type(value).__name__}",
        )

    def map_values(self, mappings: tuple[IoMapping, ...], read_in: str, write: Any) -> None:
        """Evaluate mappings in one scope, one after the other, and hand each to `write(name, value)`."""
        for mapping in mappings:
            write(mapping.name, evaluate_mapping(mapping.value, lambda part: self.evaluate(part, read_in)))

    # Changes of variables, for conditional events

    @property
    def has_changes(self) -> bool:
        """Whether variables changed since `take_changes`; what was written before the step counts."""
        return self._asked < len(self.variables.changes)

    def take_changes(self) -> list[VariableChange]:
        """The changes since the last call, without those a scope or activity began with."""
        first, self._asked = self._asked, len(self.variables.changes)
        fresh = enumerate(self.variables.changes[first:], first)
        return [change for index, change in fresh if index >= self._begun.get(change.scope_id, 0)]

    def begin_changes(self, scope_id: str) -> None:
        """A scope or activity begins: what it holds by now is no change."""
        self._begun[scope_id] = len(self.variables.changes)

    # Activities

    def start_activity(self, task: TokenTask, node: Node) -> str:
        """Begin an activity instance: its id, its variable scope where it needs one, its history."""
        activity_id = task.activity_id or self.context.new_id()
        task.activity_id = activity_id
        self.variables.open_scope(activity_id, task.scope)
        for name, value in (task.local_values or {}).items():
            self.variables.set_local(activity_id, name, value)
        self.map_values(
            self._kept(node.inputs), activity_id, lambda name, value: self.variables.set_local(activity_id, name, value)
        )
        self.begin_changes(activity_id)
        if node.is_shown:
            shown_in = self.shown_in(task.scope, node)
            self.emit(ActivityStarted(activity_id, node, shown_in, loop_counter=task.loop_counter))
        return activity_id

    def end_activity(self, activity_id: str, node: Node, scope_id: str) -> None:
        """Finish an activity instance: output mappings, variable scope, history."""
        outputs = self._kept(node.outputs)
        self.map_values(outputs, activity_id, lambda name, value: self.variables.set(scope_id, name, value))
        self.close_variables(activity_id)
        if node.is_shown:
            self.emit(ActivityEnded(activity_id))

    def close_variables(self, scope_id: str) -> None:
        """End the variables of a scope, but for those that outlive it."""
        outliving = self.outliving.pop(scope_id, None)
        if outliving is None:
            self.variables.close_scope(scope_id)
            return
        for name in self.variables.values[scope_id].keys() - outliving:
            self.variables.remove_local(scope_id, name)

    def _kept(self, mappings: tuple[IoMapping, ...]) -> tuple[IoMapping, ...]:
        return mappings if self.maps_parameters else ()

    def wait(self, task: TokenTask, wait: Wait = Wait.ACTIVITY) -> None:
        """Put a token to rest in the marking."""
        element = task.task_spec.node.id
        self.marking.rest(Token(task.activity_id, element, task.scope, wait, task.inner, task.listened, task.done))

    def give_locals(self, activity_id: str, values: Mapping[str, Any]) -> None:
        """Let mappings see values that live no longer than this step: no row and no history is written for them."""
        scope = self.variables.values.setdefault(activity_id, {})
        for name, value in values.items():
            scope[name] = value if isinstance(value, TypedValue) else typed_value(value)

    def forget_locals(self, scope_id: str) -> None:
        """Drop a scope that only ever held what `give_locals` put there."""
        self.variables.values.pop(scope_id, None)
        self.variables.parents.pop(scope_id, None)

    # Scopes

    def open_scope(self, scope: Scope) -> None:
        """Open a scope in the marking and for variables."""
        self.marking.open(scope)
        if scope.kind is not ScopeKind.PROCESS:
            self.variables.open_scope(scope.id, scope.parent)

    def shown_in(self, scope_id: str, node: Node) -> str:
        """The activity instance in which a node is shown: while compensation runs, that of its own scope."""
        return self.marking.shown_in(scope_id, node.scope)

    def touch(self, scope_id: str) -> None:
        """A token moved or ended in a scope: the scope may be over, an inclusive join may open."""
        self._touched[scope_id] = None

    def next_touched(self) -> Scope | None:
        """An open scope to look at now that nothing is ready, in the order they were touched; None when all are."""
        while self._touched:
            scope_id = next(iter(self._touched))
            del self._touched[scope_id]
            if scope_id in self.marking.scopes:
                return self.marking.scopes[scope_id]
        return None

    # Moving on

    def follow(self, task: TokenTask, flows: list[Flow]) -> None:
        """Send the token of a finished task along flows; with none it ends here."""
        for flow in flows:
            self._take(flow, task.scope)
            self.workflow.move(task, self.program.outer_spec(flow.target), flow.id)
        self.touch(task.scope)

    def _take(self, flow: Flow, scope_id: str) -> None:
        """Call the listeners of a flow."""
        for listener in flow.listeners:
            if listener.expression is not None:
                facts = {"eventName": listener.event.value, "currentTransitionId": flow.id}
                self.context.evaluate(listener.expression, scope_id, facts)

    def put(self, spec: NodeSpec, scope_id: str) -> TokenTask:
        """A new token in front of a node."""
        task = self.workflow.put(spec, scope_id)
        task.inner = spec.is_inner
        return task

    def resume(self, token: Token) -> TokenTask:
        """Take a resting token out of the marking and back into the step."""
        self.marking.take(token.id)
        spec = self.program.inner_spec(token.element) if token.inner else self.program.outer_spec(token.element)
        task = self.workflow.put(spec, token.scope, started=True)
        task.activity_id = token.id
        task.inner = token.inner
        task.listened = token.listener
        task.done = token.done
        return task
