"""Migration: which activities of one definition become which of another, and what stands in the way.

Activities are named as Camunda names them: the body of a multi-instance activity (or loop) by its element id and
``#multiInstanceBody``, one instance of it by the element id alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import InvalidState
from app.domain.model.process import MULTI_INSTANCE_BODY, Node, ProcessModel
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class MigrationInstruction:
    """One activity and what it becomes. `update_event_trigger` takes timer or message name from the target."""

    source_id: str
    target_id: str
    update_event_trigger: bool = False


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """How instances of one definition become instances of another; `variables` are written into each of them."""

    source_definition_id: str
    target_definition_id: str
    instructions: tuple[MigrationInstruction, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def elements(self) -> dict[str, str]:
        """What each activity becomes."""
        return {each.source_id: each.target_id for each in self.instructions}

    @property
    def updated(self) -> frozenset[str]:
        """The events that take their trigger from the target."""
        return frozenset(each.source_id for each in self.instructions if each.update_event_trigger)


@dataclass(frozen=True, slots=True)
class PlanFailure:
    """What is wrong with one instruction."""

    instruction: MigrationInstruction
    failures: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ActivityFailure:
    """Why one activity of an instance cannot be migrated."""

    activity_instance_id: str
    element_id: str
    text: Text


class PlanInvalid(InvalidState):
    """A migration plan does not fit its two definitions."""

    code = "migration_plan_invalid"

    def __init__(self, reports: tuple[PlanFailure, ...]) -> None:
        first = reports[0]
        where = f"{first.instruction.source_id} -> {first.instruction.target_id}"
        super().__init__(
            f"迁移方案不成立（{where}）：{first.failures[0].zh}",
            f"Migration plan is not valid ({where}): {first.failures[0].en}",
        )
        self.reports = reports


class CannotMigrate(InvalidState):
    """An instance stands where the plan says nothing, or nothing possible."""

    code = "cannot_migrate"

    def __init__(self, instance_id: str, failures: tuple[ActivityFailure, ...]) -> None:
        first = failures[0]
        super().__init__(
            f"实例 {instance_id} 不能迁移（{first.element_id}）：{first.text.zh}",
            f"Cannot migrate process instance '{instance_id}' (activity '{first.element_id}'): {first.text.en}",
        )
        self.instance_id = instance_id
        self.failures = failures


def node_of(model: ProcessModel, activity_id: str) -> Node | None:
    """The node of an activity id; None where there is none, or no body of that name."""
    node = model.nodes.get(activity_id.removesuffix(MULTI_INSTANCE_BODY))
    return None if node is not None and is_body(activity_id) and not node.has_body else node


def is_body(activity_id: str) -> bool:
    """Whether an activity id names a body."""
    return activity_id.endswith(MULTI_INSTANCE_BODY)


def activity_ids(node: Node) -> tuple[str, ...]:
    """The activity ids of a node: its body first where it has one."""
    return (node.id + MULTI_INSTANCE_BODY, node.id) if node.has_body else (node.id,)


def parent_of(model: ProcessModel, activity_id: str) -> str:
    """The activity id of the scope around an activity; the process id at the top."""
    node = model.nodes[activity_id.removesuffix(MULTI_INSTANCE_BODY)]
    return node.id + MULTI_INSTANCE_BODY if node.has_body and not is_body(activity_id) else node.scope


def scopes_around(model: ProcessModel, activity_id: str) -> Iterator[str]:
    """The scopes around an activity from the inside out, the process last."""
    while activity_id != model.id:
        activity_id = parent_of(model, activity_id)
        yield activity_id
