"""Migration of running instances between definitions."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto.batch import batch
from app.api.dto.migration import migration_plan, plan_report
from app.api.errors import MIGRATE
from app.api.fields import Fields
from app.api.routes import Routes
from app.api.selection import selected
from app.api.variables import read_variables, write_variables
from app.domain.commands.batch import StartBatch
from app.domain.commands.instance import MigrateInstances
from app.domain.errors import InvalidInput
from app.domain.migration import MigrationInstruction, MigrationPlan, PlanInvalid
from app.domain.queries.migration import GeneratePlanQuery, PlanReportQuery

routes = Routes()


@routes.post("/migration/generate", MIGRATE)
def generate(call: Call) -> dict[str, Any]:
    """The plan that maps what is alike in two definitions."""
    given = call.body
    source, target = given.required("sourceProcessDefinitionId"), given.required("targetProcessDefinitionId")
    plan: MigrationPlan = call.ask(GeneratePlanQuery(source, target, bool(given.flag("updateEventTriggers"))))
    return migration_plan(plan, write_variables(read_variables(given.mapping("variables"), call.house.files)))


@routes.post("/migration/validate", MIGRATE)
def validate(call: Call) -> dict[str, Any]:
    """What is wrong with a plan, instruction by instruction."""
    return plan_report(call.ask(PlanReportQuery(_read_plan(call, call.body))))


@routes.post("/migration/execute", MIGRATE)
def execute(call: Call) -> None:
    """Migrate all the instances named, or none."""
    plan, instance_ids = _order(call)
    call.execute(MigrateInstances(plan, instance_ids, call.reason))


@routes.post("/migration/executeAsync", MIGRATE)
def execute_async(call: Call) -> dict[str, Any]:
    """Migrate each in a job of its own; answers the batch."""
    plan, instance_ids = _order(call)
    if reports := call.ask(PlanReportQuery(plan)):
        raise PlanInvalid(reports)
    commands = {each: MigrateInstances(plan, (each,), call.reason) for each in instance_ids}
    return batch(call.execute(StartBatch("instance-migration", commands, call.reason)))


def _order(call: Call) -> tuple[MigrationPlan, tuple[str, ...]]:
    """The plan and the instances of a request.

    Camunda's two skips have nothing to skip: a migration calls no listener and evaluates no parameter.
    """
    given = call.body
    for ignored in ("skipCustomListeners", "skipIoMappings"):
        given.flag(ignored)
    if "migrationPlan" not in given:
        raise InvalidInput("缺少 migrationPlan", "The migration plan must be set", "migrationPlan")
    plan = _read_plan(call, Fields(given.mapping("migrationPlan")))
    return plan, selected(call, given)


def _read_plan(call: Call, given: Fields) -> MigrationPlan:
    return MigrationPlan(
        given.required("sourceProcessDefinitionId"),
        given.required("targetProcessDefinitionId"),
        tuple(_read_instruction(each) for each in given.objects("instructions")),
        read_variables(given.mapping("variables"), call.house.files),
    )


def _read_instruction(given: Fields) -> MigrationInstruction:
    source, target = given.texts("sourceActivityIds") or (), given.texts("targetActivityIds") or ()
    if len(source) != 1 or len(target) != 1:
        raise InvalidInput(
            "每条映射须有一个来源和一个目标活动",
            "Migration instructions must have exactly one source and one target activity id",
            "instructions",
        )
    return MigrationInstruction(source[0], target[0], bool(given.flag("updateEventTrigger")))
