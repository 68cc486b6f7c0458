"""The migration plan that maps what is alike: the same id, the same kind, in scopes that are mapped too."""

from __future__ import annotations

from dataclasses import replace

from app.domain.migration import MigrationInstruction, MigrationPlan, activity_ids, is_body
from app.domain.model.process import EventKind, ProcessModel
from app.engine.migrating.check_plan import check_plan, has_trigger, same_kind, waits


def generate_plan(
    plan: MigrationPlan, source: ProcessModel, target: ProcessModel, *, update_event_triggers: bool
) -> MigrationPlan:
    """The empty `plan` with every instruction that is valid, as Camunda's default generator makes it."""
    found: list[MigrationInstruction] = []
    for node in source.nodes.values():
        twin = target.nodes.get(node.id)
        if twin is None or node.synthetic or not waits(node, source) or not same_kind(node, twin):
            continue
        conditional = node.event is not None and node.event.kind is EventKind.CONDITIONAL
        updates = has_trigger(node) and (update_event_triggers or conditional)
        found += [MigrationInstruction(id, id, updates and not is_body(id)) for id in activity_ids(node)]
    return _without_failures(replace(plan, instructions=tuple(found)), source, target)


def _without_failures(plan: MigrationPlan, source: ProcessModel, target: ProcessModel) -> MigrationPlan:
    """Drop what cannot be mapped, and then what could only be mapped with it."""
    while reports := check_plan(plan, source, target):
        failing = {report.instruction for report in reports}
        kept = tuple(each for each in plan.instructions if each not in failing)
        plan = replace(plan, instructions=kept)
    return plan
