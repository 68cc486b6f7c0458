"""What we rely on inside SpiffWorkflow: its private names, one by one, so that an upgrade tells what moved."""

from __future__ import annotations

import ast
import inspect
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest
from SpiffWorkflow import TaskState, Workflow
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task

import app.interpreter
from app.interpreter import spiff
from tests.support.bpmn_builder import bpmn, chain, start, user
from tests.support.interpreter_driver import Instance

HOOKS = {
    Task: {"_add_child": 3, "_set_state": 2, "_child_added_notify": 2, "_ready": 1},
    TaskSpec: {
        "_predict_hook": 2,
        "_update": 2,
        "_update_hook": 2,
        "_on_ready_hook": 2,
        "_run_hook": 2,
        "_on_complete_hook": 2,
    },
    Workflow: {"_task_completed_notify": 2},
}
"""Private methods of SpiffWorkflow that `spiff.py` overrides or calls, with the number of their parameters."""
HOME = Path(app.interpreter.__file__).parent


def test_the_version_is_the_one_this_was_written_for() -> None:
    assert version("SpiffWorkflow").startswith("3.2.")


@pytest.mark.parametrize(("owner", "name"), [(owner, name) for owner, names in HOOKS.items() for name in names])
def test_a_private_method_is_still_there(owner: type, name: str) -> None:
    assert len(inspect.signature(getattr(owner, name)).parameters) == HOOKS[owner][name]


def test_private_attributes_are_still_there() -> None:
    workflow = Workflow(WorkflowSpec("w", addstart=True), deserializing=True)
    task = Task(workflow, workflow.spec.start, state=TaskState.COMPLETED)
    assert task._state == TaskState.COMPLETED
    assert workflow.tasks == {task.id: task}


def _private_names(path: Path) -> set[str]:
    """Private names taken from something that is not `self` or `cls` of our own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"})
    }


def test_only_one_file_touches_them() -> None:
    used = {path.name: _private_names(path) for path in HOME.rglob("*.py")}
    allowed = {name for names in HOOKS.values() for name in names} | {"_state"}
    assert {name for name, names in used.items() if names} == {"spiff.py"}
    assert used["spiff.py"] <= allowed


def test_a_program_is_shared_by_threads() -> None:
    content = bpmn("p", start(), user("a"), user("b"), *chain("start", "a", "b", "a"))
    program = Instance(content).program

    def turns(_: int) -> list[str]:
        instance = Instance(content)
        instance.program = program
        return [instance.waiting[0] for _ in range(50) if instance.complete(instance.waiting[0])]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(turns, range(16))) == [["b", "a"] * 25] * 16


def test_a_finished_or_resting_task_leaves_the_tree() -> None:
    instance = Instance(bpmn("p", start(), user("a"), *chain("start", "a")))
    trees: list[spiff.TokenWorkflow] = []
    original = spiff.TokenWorkflow.__init__

    def remember(self: spiff.TokenWorkflow, *given: object) -> None:
        original(self, *given)  # type: ignore[arg-type] # passed on as they came
        trees.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spiff.TokenWorkflow, "__init__", remember)
        instance.complete("a")
    (tree,) = trees
    assert list(tree.tasks.values()) == [tree.task_tree]
    assert all(not task.data for task in tree.tasks.values())
