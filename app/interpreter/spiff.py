"""SpiffWorkflow's tasks, specs and workflow, cut down to what moves a token; the only place of its private names.

A `TokenWorkflow` lives for one step: tokens are put into it as tasks, SpiffWorkflow completes them, makes their
successors and runs what is ready, and what is left standing goes back into the marking. What we replace and why:

* `Task._add_child` makes tasks of a fixed class: ours is needed, so it is repeated with our class.
* `Task._set_state` logs each change with the whole tree's data: too dear for every step.
* `TaskSpec._predict_hook` grows the tree of possible futures: nobody asks for it here.
* `TaskSpec._update_hook`, `_on_ready_hook`, `_run_hook` and `_on_complete_hook` are SpiffWorkflow's own places for what
  a kind of node does; `NodeSpec` gives them the names arrive, enter and leave.
* `Task._child_added_notify` keeps a list that is searched when a child goes: the root needs none.
* `Workflow._task_completed_notify` scans the whole tree after each task: our ready queue replaces it.
* `Task.complete` keeps finished tasks for ever: ours drops them as soon as their successors exist (0.1, 0.2 of the
  reliability notes: both the early join and the depth limit come from looking at finished tasks).
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow import TaskState, Workflow
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task

from app.interpreter.done import DoneLog

INNER = "inner:"
"""Name prefix of the spec of one instance inside a multi-instance body; no id in a diagram holds a colon."""

if TYPE_CHECKING:
    from app.domain.model.process import Node
    from app.interpreter.run import Run


class TokenTask(Task):
    """One token inside a step. `scope` is the marking's scope it moves in, `flow` the sequence flow it came by."""

    scope: str = ""
    flow: str | None = None
    activity_id: str = ""
    inner: bool = False
    """Whether the token is one instance of a multi-instance body."""
    loop_counter: int | None = None
    local_values: Mapping[str, Any] | None = None
    """Variables the activity instance begins with (loop counter, element variable, what a message brought)."""
    resumed: bool = False
    """The asynchronous stop (before, or after) is over."""
    done: DoneLog
    """What was done in the scope of the activity and can be undone."""
    triggered: bool = False
    """The event has happened already; the catching node need not wait."""
    listened: int = 0
    """How many listeners of the present event are done."""

    def _add_child(self, task_spec: TaskSpec, state: int = TaskState.FUTURE) -> TokenTask:
        child = TokenTask(self.workflow, task_spec, self, state=state)
        child.scope = self.scope
        child.done = DoneLog()
        return child

    def _set_state(self, value: int) -> None:
        self._state = value

    @property
    def is_cancelled(self) -> bool:
        """Whether its scope was cancelled before it began."""
        return bool(self._state & TaskState.CANCELLED)

    def run(self) -> bool | None:
        """Enter the node; a token that comes to rest is in the marking now, so the task is not needed any more."""
        done: bool | None = super().run()
        if done is None:
            self.workflow.forget(self)
        return done

    def complete(self) -> None:
        """Finish the task, let its successors react, and forget it."""
        super().complete()
        self.workflow.forget(self)


class RootTask(TokenTask):
    """The root of a step's tree. It keeps no list of its children: each token goes its own way."""

    def _child_added_notify(self, child: Task) -> None:
        pass


class NodeSpec(TaskSpec):
    """The SpiffWorkflow spec of one flow node; subclasses say what happens in it. Shared by threads, holds no state."""

    def __init__(self, wf_spec: WorkflowSpec, name: str, node: Node) -> None:
        super().__init__(wf_spec, name)
        self.node = node
        self.is_inner = name.startswith(INNER)

    def test(self) -> None:
        """Structure was checked by `app.definitions`; SpiffWorkflow's own rules are not BPMN's."""

    def serialize(self, serializer: Any, **kwargs: Any) -> Any:
        """Specs are compiled from the deployed diagram and never stored."""
        raise TypeError("specs are not serialized")

    def _predict_hook(self, my_task: TokenTask) -> None:
        pass

    def _update_hook(self, my_task: TokenTask) -> bool:
        return self.arrive(my_task.workflow.run_state, my_task)

    def _on_ready_hook(self, my_task: TokenTask) -> None:
        my_task.workflow.ready.append(my_task)

    def _run_hook(self, my_task: TokenTask) -> bool | None:
        return self.enter(my_task.workflow.run_state, my_task)

    def _on_complete_hook(self, my_task: TokenTask) -> None:
        self.leave(my_task.workflow.run_state, my_task)

    def arrive(self, run: Run, task: TokenTask) -> bool:
        """A token reached the node: whether the node begins now (joins may say no)."""
        return True

    def enter(self, run: Run, task: TokenTask) -> bool | None:
        """Begin the node: True when it is done at once, None when it waits."""
        raise NotImplementedError

    def leave(self, run: Run, task: TokenTask) -> None:
        """The node is done: make the tasks that come next."""
        raise NotImplementedError


class TokenWorkflow(Workflow):
    """A step's workflow: an empty, completed root under which tokens are put."""

    def __init__(self, spec: WorkflowSpec, run: Run) -> None:
        super().__init__(spec, deserializing=True)
        # Weak: the run owns the workflow. Else all that a step touched would wait for the cycle collector, which stops
        # every thread; so only SpiffWorkflow's own little circle does (workflow, root and tasks).
        self.run_state: Run = weakref.proxy(run)
        self.ready: deque[TokenTask] = deque()
        self.task_tree = RootTask(self, spec.start, state=TaskState.COMPLETED)

    def put(self, spec: NodeSpec, scope: str, *, started: bool = False) -> TokenTask:
        """A token at a node: about to enter it, or (`started`) waiting inside it."""
        task = self.task_tree._add_child(spec, TaskState.STARTED if started else TaskState.FUTURE)
        task.scope = scope
        return task

    def begin(self, task: TokenTask) -> None:
        """Let a token that was put reach its node."""
        task.task_spec._update(task)

    def enter(self, task: TokenTask) -> None:
        """Let a token that was put enter its node at once, past any join."""
        task._ready()

    def move(self, task: TokenTask, spec: NodeSpec, flow: str | None) -> None:
        """Make the task that follows `task` along `flow`; it begins when `task` is complete."""
        child = task._add_child(spec)
        child.flow = flow

    def forget(self, task: TokenTask) -> None:
        """Drop a finished task; its successors keep going."""
        self.tasks.pop(task.id, None)

    def discard(self, scope: str) -> None:
        """Drop every task that is ready and has not begun yet in a scope."""
        for task in self.ready:
            if task.scope == scope:
                task._set_state(TaskState.CANCELLED)

    def _task_completed_notify(self, task: Task) -> None:
        self.last_task = task


def new_workflow_spec(name: str) -> WorkflowSpec:
    """An empty spec with a start that needs nothing after it."""
    spec = WorkflowSpec(name)
    spec.start = _Root(spec)
    return spec


class _Root(TaskSpec):
    """The root of every step's tree; never runs."""

    def __init__(self, wf_spec: WorkflowSpec) -> None:
        super().__init__(wf_spec, ":root")

    def serialize(self, serializer: Any, **kwargs: Any) -> Any:
        """Never stored."""
        raise TypeError("specs are not serialized")
