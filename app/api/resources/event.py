"""Messages, signals and conditions from outside, and who waits for them."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto.instance import event_subscription, execution, process_instance
from app.api.errors import CORRELATE
from app.api.fields import Fields
from app.api.filters import Filter, answer_count, answer_list, bare, listing, one
from app.api.instances import instance_variables
from app.api.routes import Routes
from app.api.variables import read_variables, write_variables
from app.domain.commands.instance import BroadcastSignal, CorrelateMessage, CorrelationResult, EvaluateConditions
from app.domain.errors import InvalidInput, NotFound
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.subscription import SubscriptionQuery
from app.domain.records import ProcessInstance
from app.domain.values import SubscriptionKind

routes = Routes()


def _kinds(given: Fields, name: str) -> tuple[SubscriptionKind, ...] | None:
    """Compensation is Camunda's fourth kind; nothing waits for it here."""
    kind = given.text(name)
    return None if kind is None else tuple(each for each in SubscriptionKind if each.value == kind)


LISTING = listing(
    SubscriptionQuery,
    {
        "eventSubscriptionId": one("ids"),
        "eventName": one("names"),
        "eventType": Filter("kinds", _kinds),
        "processInstanceId": one("instance_ids"),
        "executionId": bare("activity_instance_ids", listed=False),
        "activityId": one("element_ids"),
    },
    {"created": "created", "tenantId": "id"},
    impossible=("tenantIdIn",),
    certain=("withoutTenantId", "includeEventSubscriptionsWithoutTenantId"),
)


@routes.post("/message", CORRELATE)
def message(call: Call) -> Any:
    """Correlate a message; answers what received it only with `resultEnabled`."""
    given, files = call.body, call.house.files
    result, variables = given.flag("resultEnabled"), given.flag("variablesInResultEnabled")
    if variables and not result:
        wrong = "variablesInResultEnabled cannot be used without resultEnabled"
        raise InvalidInput("variablesInResultEnabled 须与 resultEnabled 同用", wrong, "variablesInResultEnabled")
    if given.text("tenantId") and given.flag("withoutTenantId"):
        wrong = "Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId'."
        raise InvalidInput("tenantId 与 withoutTenantId 不能同用", wrong, "tenantId")
    command = CorrelateMessage(
        name=given.text("messageName") or _missing_name(),
        business_key=given.text("businessKey"),
        instance_id=given.text("processInstanceId"),
        correlation_keys=read_variables(given.mapping("correlationKeys"), files),
        local_correlation_keys=read_variables(given.mapping("localCorrelationKeys"), files),
        variables=read_variables(given.mapping("processVariables"), files),
        local_variables=read_variables(given.mapping("processVariablesLocal"), files),
        all_matches=bool(given.flag("all")),
    )
    results: tuple[CorrelationResult, ...] = call.execute(command)
    return [_receiver(call, each, bool(variables)) for each in results] if result else None


@routes.post("/signal")
def signal(call: Call) -> None:
    """Give a signal to all who wait, or to one execution."""
    name = call.body.text("name")
    if not name:
        raise InvalidInput("缺少信号名称", "No signal name given", "name")
    for ignored in ("tenantId", "withoutTenantId"):
        call.body.raw(ignored)
    values = read_variables(call.body.mapping("variables"), call.house.files)
    execution_id = call.body.text("executionId")
    instance_id = _instance_of(call, execution_id) if execution_id else None
    call.execute(BroadcastSignal(name, values, instance_id, execution_id))


@routes.post("/condition")
def condition(call: Call) -> list[Any]:
    """Start the processes whose conditional start events are met."""
    given = call.body
    for ignored in ("tenantId", "withoutTenantId"):
        given.raw(ignored)
    values = read_variables(given.mapping("variables"), call.house.files)
    command = EvaluateConditions(values, given.text("businessKey"), given.text("processDefinitionId"))
    begun: tuple[ProcessInstance, ...] = call.execute(command)
    # One may have ended already: the answer says how each stands, not how it began.
    found = {row.id: row for row in call.rows(InstanceQuery(ids=tuple(each.id for each in begun)))} if begun else {}
    return [process_instance(found.get(each.id, each)) for each in begun]


@routes.get("/event-subscription")
def list_subscriptions(call: Call) -> list[Any]:
    """Who waits for messages, signals and conditions."""
    return answer_list(call, LISTING, event_subscription)


@routes.get("/event-subscription/count")
def count_subscriptions(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


def _missing_name() -> str:
    raise InvalidInput("缺少消息名称", "No message name supplied", "messageName")


def _instance_of(call: Call, execution_id: str) -> str:
    """The instance of an execution: itself, or that of the activity that waits."""
    for row in call.rows(SubscriptionQuery(activity_instance_ids=(execution_id,))):
        if row.instance_id:
            return str(row.instance_id)
    if call.rows(InstanceQuery(ids=(execution_id,), finished=False)):
        return execution_id
    raise NotFound(f"执行 {execution_id} 不存在", f"execution {execution_id} does not exist")


def _receiver(call: Call, result: CorrelationResult, with_variables: bool) -> dict[str, Any]:
    """Camunda shows the execution that received, or the instance that began; of Banli's the other is null."""
    started = result.kind == "ProcessDefinition"
    answer: dict[str, Any] = {"resultType": result.kind, "execution": None, "processInstance": None}
    if started:
        rows = call.rows(InstanceQuery(ids=(result.instance_id,)))
        answer["processInstance"] = process_instance(rows[0]) if rows else None
    else:
        answer["execution"] = execution(result.activity_instance_id or result.instance_id, result.instance_id)
    if with_variables:
        answer["variables"] = write_variables(instance_variables(call, result.instance_id))
    return answer
