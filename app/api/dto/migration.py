"""Plans of migration and their reports as Camunda shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.migration import CannotMigrate, MigrationInstruction, MigrationPlan, PlanFailure


def migration_plan(plan: MigrationPlan, variables: Mapping[str, Any]) -> dict[str, Any]:
    """A plan; `variables` as they are written on the wire."""
    return {
        "sourceProcessDefinitionId": plan.source_definition_id,
        "targetProcessDefinitionId": plan.target_definition_id,
        "instructions": [_instruction(each) for each in plan.instructions],
        "variables": variables or None,
    }


def plan_report(reports: tuple[PlanFailure, ...]) -> dict[str, Any]:
    """What is wrong with a plan, instruction by instruction."""
    return {
        "instructionReports": [
            {"instruction": _instruction(each.instruction), "failures": [text.en for text in each.failures]}
            for each in reports
        ],
        "variableReports": {},
    }


def instance_report(error: CannotMigrate) -> dict[str, Any]:
    """What stands in the way of one instance."""
    return {
        "processInstanceId": error.instance_id,
        "failures": [],
        "activityInstanceValidationReports": [
            {
                "migrationInstruction": None,
                "activityInstanceId": f"{each.element_id}:{each.activity_instance_id}",
                "sourceScopeId": each.element_id,
                "failures": [each.text.en],
            }
            for each in error.failures
        ],
        "transitionInstanceValidationReports": [],
    }


def _instruction(each: MigrationInstruction) -> dict[str, Any]:
    return {
        "sourceActivityIds": [each.source_id],
        "targetActivityIds": [each.target_id],
        "updateEventTrigger": each.update_event_trigger,
    }
