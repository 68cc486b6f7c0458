"""What operators change in running cases by hand: where they stand, who signs, under which version they go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from flask import Blueprint

from app.domain.commands.batch import StartBatch
from app.domain.commands.instance import AddInstance, MigrateInstances, ModifyInstance, RemoveInstance
from app.domain.errors import InvalidInput, NotFound
from app.domain.migration import MigrationInstruction, MigrationPlan
from app.domain.queries.batch import BatchItemQuery, BatchItemView
from app.domain.queries.common import Sort
from app.domain.queries.definition import DefinitionQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.migration import GeneratePlanQuery, InstanceReport, MigrationReportQuery
from app.domain.stimuli import CancelActivity, CancelElement, Instruction, StartAfter, StartBefore
from app.web.answers import Json, ask, execute, listed
from app.web.body import Arguments, Body, body
from app.web.language import pick
from app.web.views.lights import iso

blueprint = Blueprint("mending", __name__)


class Kind(StrEnum):
    """What an instruction does."""

    START_BEFORE = "start_before"
    START_AFTER = "start_after"
    CANCEL = "cancel"
    CANCEL_ONE = "cancel_one"


_MADE: Mapping[Kind, Callable[[str], Instruction]] = {
    Kind.START_BEFORE: StartBefore,
    Kind.START_AFTER: StartAfter,
    Kind.CANCEL: CancelElement,
    Kind.CANCEL_ONE: CancelActivity,
}


@blueprint.post("/instances/<instance_id>/modify")
def modify(instance_id: str) -> tuple[str, int]:
    """Begin and cancel activities, in order, with a reason."""
    fields = body()
    instructions = tuple(_instruction(each) for each in fields.parts("instructions"))
    reason = fields.text("reason", 2000)
    fields.end()
    execute(ModifyInstance(instance_id, instructions, reason))
    return "", 204


@blueprint.post("/instances/<instance_id>/co-signers")
def add(instance_id: str) -> tuple[str, int]:
    """One more instance of an open multi-instance activity."""
    fields = body()
    around, item, reason = fields.text("body", 200), fields.any("item"), fields.text("reason", 2000)
    fields.end()
    execute(AddInstance(instance_id, around, item, reason))
    return "", 204


@blueprint.post("/instances/<instance_id>/co-signers/remove")
def remove(instance_id: str) -> tuple[str, int]:
    """One instance less."""
    fields = body()
    activity, reason = fields.text("activity", 200), fields.text("reason", 2000)
    fields.end()
    execute(RemoveInstance(instance_id, activity, reason))
    return "", 204


@blueprint.get("/migrations/targets")
def targets() -> Json:
    """The other versions of a definition's process, newest first."""
    arguments = Arguments()
    source = arguments.text("source") or ""
    arguments.end()
    found = ask(DefinitionQuery(kind="process", ids=(source,))).rows
    if not found:
        raise NotFound("没有这个流程版本", f"there is no process definition {source}")
    newest = (Sort("version", descending=True),)
    rows = ask(DefinitionQuery(kind="process", keys=(found[0].key,), sort=newest)).rows
    return {"rows": [{"id": each.id, "version": each.version} for each in rows if each.id != source]}


@blueprint.get("/migrations/plan")
def plan() -> Json:
    """The plan between two versions, and how each running case of the first would fare; at most 200 are looked at."""
    arguments = Arguments()
    source, target = arguments.text("source") or "", arguments.text("target") or ""
    arguments.end()
    made: MigrationPlan = ask(GeneratePlanQuery(source, target))
    running = ask(InstanceQuery(definition_ids=(source,), finished=False)).rows
    reports = ask(MigrationReportQuery(made, tuple(row.id for row in running[:200])))
    names = {row.id: row.title or row.business_key or row.id for row in running}
    return {
        "instructions": [_shown(each) for each in made.instructions],
        "instances": [_fares(each, names[each.instance_id]) for each in reports],
        "total": len(running),
    }


@blueprint.post("/migrations")
def migrate() -> Json:
    """Let cases go on under another version, each by a job of its own; answers the batch."""
    fields = body()
    source, target, reason = fields.text("source", 200), fields.text("target", 200), fields.text("reason", 2000)
    instance_ids = fields.optional_texts("instances") or ()
    fields.end()
    if not instance_ids:
        raise InvalidInput("请至少选择一个事项", "name at least one instance", "instances")
    made: MigrationPlan = ask(GeneratePlanQuery(source, target))
    commands = {each: MigrateInstances(made, (each,), reason) for each in instance_ids}
    batch = execute(StartBatch("instance-migration", commands, reason))
    return {"batch": batch.id, "total": batch.total}


@blueprint.get("/batches/<batch_id>")
def batch_report(batch_id: str) -> Json:
    """How each case of a batch fared."""
    arguments = Arguments()
    page = arguments.paging()
    arguments.end()
    return listed(ask(BatchItemQuery(batch_ids=(batch_id,), page=page)), _item)


def _instruction(given: Body) -> Instruction:
    kind, target = given.choice("kind", Kind), given.text("target", 200)
    given.end()
    return _MADE[kind](target)


def _shown(each: MigrationInstruction) -> Json:
    return {"from": each.source_id, "to": each.target_id}


def _fares(report: InstanceReport, name: str) -> Json:
    failures = [
        {"element_id": each.element_id, "message": pick(each.text.zh, each.text.en)} for each in report.failures
    ]
    return {"id": report.instance_id, "name": name, "failures": failures}


def _item(row: BatchItemView) -> Json:
    return {"instance_id": row.instance_id, "state": row.state, "message": row.message, "done": iso(row.done_at)}
