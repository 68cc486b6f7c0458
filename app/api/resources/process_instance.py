"""Process instances: lists, tree, cancellation, suspension."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto.instance import activity_tree, process_instance
from app.api.filters import answer_count, answer_list
from app.api.instance_parameters import LISTING
from app.api.instances import find_instance
from app.api.routes import Routes
from app.domain.commands.instance import ActivateInstance, CancelInstance, SuspendInstance
from app.domain.errors import InvalidInput
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.runtime import ActivityTreeQuery

routes = Routes()


@routes.get("/process-instance")
@routes.post("/process-instance")
def list_instances(call: Call) -> list[Any]:
    """Running instances, newest first."""
    return answer_list(call, LISTING, process_instance)


@routes.get("/process-instance/count")
@routes.post("/process-instance/count")
def count_instances(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/process-instance/<instance_id>")
def get_instance(call: Call, instance_id: str) -> dict[str, Any]:
    """One running instance."""
    return process_instance(find_instance(call, instance_id), [call.link(f"/process-instance/{instance_id}")])


@routes.delete("/process-instance/<instance_id>")
def delete_instance(call: Call, instance_id: str) -> None:
    """Cancel it. `failIfNotExists=false` forgives one that is not there."""
    for ignored in ("skipCustomListeners", "skipIoMappings", "skipSubprocesses"):
        call.query.flag(ignored)
    forgiving = call.query.flag("failIfNotExists") is False
    if forgiving and not call.rows(InstanceQuery(ids=(instance_id,), finished=False)):
        return
    find_instance(call, instance_id)
    reason = call.reason or ("deleted through /engine-rest" if call.does_any_task else "")
    call.execute(CancelInstance(instance_id, reason))


@routes.put("/process-instance/<instance_id>/suspended")
def suspend(call: Call, instance_id: str) -> None:
    """Stop it, or let it go on."""
    suspended = call.body.flag("suspended")
    if suspended is None:
        raise InvalidInput("缺少 suspended", "suspended must be set", "suspended")
    find_instance(call, instance_id)
    command = SuspendInstance if suspended else ActivateInstance
    call.execute(command(instance_id, call.reason))


@routes.get("/process-instance/<instance_id>/activity-instances")
def activity_instances(call: Call, instance_id: str) -> dict[str, Any]:
    """Where it stands, as a tree."""
    instance = find_instance(call, instance_id)
    root = call.ask(ActivityTreeQuery(instance_id))
    return activity_tree(root, instance, call.rows(IncidentQuery(instance_ids=(instance_id,))))
