"""Process definitions: lists, diagrams, statistics, start, suspension."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.api.call import Call, nothing_here
from app.api.definitions import find_definition
from app.api.dto import definition as dto
from app.api.dto.instance import process_instance
from app.api.errors import START, NotOffered
from app.api.fields import Fields
from app.api.filters import answer_count, answer_list, listing, many, moment, one, text, when, whole
from app.api.instances import instance_variables
from app.api.instructions import start_at
from app.api.routes import DefinitionRef, Routes
from app.api.variables import plain_values, read_variables, write_variables
from app.domain.commands.deployment import DeleteDefinition, SetHistoryTimeToLive, SuspendDefinition
from app.domain.commands.instance import StartInstance
from app.domain.errors import InvalidInput
from app.domain.queries.definition import DefinitionContentQuery, DefinitionQuery, ElementStatisticsQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.records import ProcessInstance

routes = Routes()

FILTERS = {
    "name": text("name"),
    "nameLike": text("name_like"),
    "deploymentId": text("deployment_id"),
    "deployedAfter": moment("deployed_after"),
    "deployedAt": moment("deployed_at"),
    "key": one("keys"),
    "keyLike": text("key_like"),
    "version": whole("version"),
    "latestVersion": when("latest"),
    "resourceName": text("resource_name"),
    "resourceNameLike": text("resource_name_like"),
    "versionTag": text("version_tag"),
    "versionTagLike": text("version_tag_like"),
    "withoutVersionTag": when("without_version_tag"),
}
SORTS = {
    "id": "id",
    "key": "key",
    "name": "name",
    "version": "version",
    "deploymentId": "deployment_id",
    "deployTime": "deployed",
    "versionTag": "version_tag",
    "category": "kind",
    "tenantId": "kind",
}
LISTING = listing(
    DefinitionQuery,
    FILTERS
    | {
        "processDefinitionId": one("ids"),
        "processDefinitionIdIn": many("ids"),
        "keysIn": many("keys"),
        "active": when("suspended", False),
        "suspended": when("suspended"),
        "incidentId": text("incident_id"),
        "incidentType": text("incident_kind"),
        "startableInTasklist": when("startable"),
        "notStartableInTasklist": when("startable", False),
    },
    SORTS,
    impossible=("category", "categoryLike", "tenantIdIn"),
    certain=("withoutTenantId", "includeProcessDefinitionsWithoutTenantId"),
    unsupported=("startableBy", "startablePermissionCheck", "incidentMessage", "incidentMessageLike"),
    kind="process",
)


@routes.get("/process-definition")
def list_definitions(call: Call) -> list[Any]:
    """Process definitions, by key and newest version."""
    return answer_list(call, LISTING, dto.process_definition)


@routes.get("/process-definition/count")
def count_definitions(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/process-definition/statistics")
def statistics_by_definition(call: Call) -> list[dict[str, Any]]:
    """Running instances and open incidents of every definition."""
    for ignored in ("failedJobs", "incidents", "rootIncidents", "incidentsForType"):
        call.query.raw(ignored)
    rows = call.rows(DefinitionQuery("process", with_running=True))
    return [
        {
            "@class": "org.camunda.bpm.engine.rest.dto.repository.ProcessDefinitionStatisticsResultDto",
            "id": row.id,
            "instances": row.running,
            "failedJobs": 0,
            "incidents": _incidents(row.incidents),
            "definition": dto.process_definition(row),
        }
        for row in rows
    ]


@routes.get("/process-definition/{D}")
def get_definition(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """One process definition."""
    return dto.process_definition(find_definition(call, "process", reference))


@routes.get("/process-definition/{D}/xml")
def xml(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """Its diagram."""
    definition = find_definition(call, "process", reference)
    content = call.ask(DefinitionContentQuery(definition.id))
    return {"id": definition.id, "bpmn20Xml": content.content.decode("utf-8", "replace")}


@routes.get("/process-definition/{D}/diagram")
def diagram(call: Call, reference: DefinitionRef) -> None:
    """There are no pictures of diagrams: browsers draw them from the XML."""
    definition = find_definition(call, "process", reference)
    raise nothing_here(f"No diagram of process definition {definition.id} was deployed")


@routes.get("/process-definition/{D}/statistics")
def statistics(call: Call, reference: DefinitionRef) -> list[Any]:
    """What runs at each element."""
    for ignored in ("failedJobs", "incidents", "rootIncidents", "incidentsForType"):
        call.query.raw(ignored)
    definition = find_definition(call, "process", reference)
    rows = call.ask(ElementStatisticsQuery(definition.id))
    return [{**dto.statistics(row), "incidents": _incidents(row.incidents)} for row in rows]


@routes.post("/process-definition/{D}/start", START)
def start(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """Start an instance; answers 200 with it."""
    return start_by(call, reference, check_form=not call.does_any_task)


def start_by(call: Call, reference: DefinitionRef, *, check_form: bool) -> dict[str, Any]:
    """Start, by id or as the latest version of a key; an unknown key is a 404, an unknown id fails the start."""
    call.body.raw("caseInstanceId")
    at = start_at(call.body, call, "startInstructions")
    definition_id = reference.id or find_definition(call, "process", reference).id
    variables = read_variables(call.body.mapping("variables"), call.house.files)
    command = StartInstance(
        definition_id,
        business_key=call.body.text("businessKey"),
        variables=plain_values(variables) if check_form else variables,
        check_form=check_form,
        at=at if at.instructions else None,
    )
    instance: ProcessInstance = call.execute(command)
    return _started(call, instance)


def _started(call: Call, instance: ProcessInstance) -> dict[str, Any]:
    links = [call.link(f"/process-instance/{instance.id}")]
    # It may have ended already: the answer says how it stands, not how it began.
    found = call.rows(InstanceQuery(ids=(instance.id,)))
    answer = process_instance(found[0] if found else instance, links)
    if call.body.flag("withVariablesInReturn"):
        answer["variables"] = write_variables(instance_variables(call, instance.id))
    return answer


@routes.put("/process-definition/{D}/suspended")
def suspend(call: Call, reference: DefinitionRef) -> None:
    """No new instances, or again; with `includeProcessInstances` the running ones too."""
    definition = find_definition(call, "process", reference)
    call.execute(_suspension(definition.id, call.body))


@routes.put("/process-definition/suspended")
def suspend_by_key(call: Call) -> None:
    """The same for every version of a key."""
    if call.body.text("processDefinitionId"):
        call.execute(_suspension(call.body.required("processDefinitionId"), call.body))
        return
    key = call.body.required("processDefinitionKey")
    for definition in call.rows(DefinitionQuery("process", keys=(key,))):
        call.execute(_suspension(definition.id, call.body))


@routes.delete("/process-definition/{D}")
def delete_definition(call: Call, reference: DefinitionRef) -> None:
    """Take this version out, or of a key every version; `cascade` cancels their instances and removes their history."""
    for ignored in ("skipCustomListeners", "skipIoMappings"):
        call.query.flag(ignored)
    found = [find_definition(call, "process", reference)]
    if reference.key is not None:
        found = list(call.rows(DefinitionQuery("process", keys=(reference.key,))))
    for definition in found:
        call.execute(DeleteDefinition(definition.id, bool(call.query.flag("cascade"))))


@routes.put("/process-definition/{D}/history-time-to-live")
def set_history_time_to_live(call: Call, reference: DefinitionRef) -> None:
    """How many days its history is kept; a null is for ever."""
    definition = find_definition(call, "process", reference)
    call.execute(SetHistoryTimeToLive(definition.id, call.body.whole("historyTimeToLive")))


def _suspension(definition_id: str, body: Fields) -> SuspendDefinition:
    if body.raw("executionDate") is not None:
        raise NotOffered("暂不支持 executionDate", "executionDate is not supported")
    suspended = body.flag("suspended")
    if suspended is None:
        raise InvalidInput("缺少 suspended", "suspended must be set", "suspended")
    return SuspendDefinition(definition_id, suspended, bool(body.flag("includeProcessInstances")))


def _incidents(number: int | None) -> list[Mapping[str, Any]]:
    return [{"incidentType": "any", "incidentCount": number}] if number else []
