"""Which executions a query finds: of Banli those are the instance and its open activities."""

from __future__ import annotations

from app.api.call import Call
from app.api.errors import NotOffered
from app.api.fields import Fields
from app.domain.queries.history import ActivityQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.subscription import SubscriptionQuery
from app.domain.values import SubscriptionKind

_BY_EVENT = {
    "messageEventSubscriptionName": SubscriptionKind.MESSAGE,
    "signalEventSubscriptionName": SubscriptionKind.SIGNAL,
}
_UNSUPPORTED = (
    "businessKey", "active", "suspended", "incidentId", "incidentType", "incidentMessage", "incidentMessageLike",
    "variables", "processVariables",
)  # fmt: skip
_NO_MATTER = ("tenantIdIn", "variableNamesIgnoreCase", "variableValuesIgnoreCase", "sortBy", "sortOrder", "sorting")


def found_executions(call: Call) -> dict[str, str]:
    """Execution id -> instance id, for one page of the request. Raises `NotOffered` for what cannot be asked."""
    given = call.query if call.request.method == "GET" else call.body
    for name in _UNSUPPORTED:
        if given.raw(name) not in (None, [], ""):
            raise NotOffered(f"不支持查询条件 {name}", f"The query parameter '{name}' is not supported")
    for name in _NO_MATTER:
        given.raw(name)
    found = _waiting(call, given) if any(name in given for name in _BY_EVENT) else _open(call, given)
    first, limit = call.query.whole("firstResult") or 0, call.query.whole("maxResults")
    return dict(list(found.items())[first : None if limit is None else first + limit])


def _waiting(call: Call, given: Fields) -> dict[str, str]:
    """Those that every named subscription belongs to."""
    held = []
    for name, kind in _BY_EVENT.items():
        if event := given.text(name):
            rows = call.rows(SubscriptionQuery(kinds=(kind,), names=(event,), element_ids=_list(given, "activityId")))
            held.append({str(row.activity_instance_id): str(row.instance_id) for row in rows if row.instance_id})
    wanted = {row.id for row in call.rows(_instances(given))}
    return {
        id: instance_id
        for id, instance_id in held[0].items()
        if instance_id in wanted and all(id in other for other in held) and given.text("executionId") in (None, id)
    }


def _open(call: Call, given: Fields) -> dict[str, str]:
    element, named = given.text("activityId"), given.text("executionId")
    instances = [row.id for row in call.rows(_instances(given))]
    found = {} if element else {id: id for id in instances}
    query = ActivityQuery(instance_ids=tuple(instances), element_ids=_list(given, "activityId"), finished=False)
    found |= {row.id: row.instance_id for row in (call.rows(query) if instances else ())}
    return {id: instance_id for id, instance_id in found.items() if named in (None, id)}


def _instances(given: Fields) -> InstanceQuery:
    return InstanceQuery(
        ids=_list(given, "processInstanceId"),
        definition_ids=_list(given, "processDefinitionId"),
        definition_keys=_list(given, "processDefinitionKey"),
        finished=False,
    )


def _list(given: Fields, name: str) -> tuple[str, ...]:
    value = given.text(name)
    return (value,) if value else ()
