"""Deployments: multipart uploads as every Camunda client sends them, lists, files, removal."""

from __future__ import annotations

import logging
import mimetypes
from typing import Any

from flask import Response

from app.api.call import Call, nothing_here
from app.api.downloads import download
from app.api.dto import definition as dto
from app.api.fields import Fields
from app.api.filters import answer_count, answer_list, listing, moment, one, text, when
from app.api.routes import Routes
from app.domain.commands.deployment import DeleteDeployment, Deploy, DeployResult
from app.domain.errors import InvalidInput
from app.domain.queries.deployment import DeploymentQuery, ResourceContent, ResourceContentQuery, ResourcesQuery

logger = logging.getLogger("banli.rest")
routes = Routes()

RESERVED = frozenset(
    {
        "deployment-name",
        "deployment-source",
        "deploy-changed-only",
        "enable-duplicate-filtering",
        "deployment-activation-time",
        "tenant-id",
    }
)
"""Parts that are no resources."""

LISTING = listing(
    DeploymentQuery,
    {
        "id": one("ids"),
        "name": text("name"),
        "nameLike": text("name_like"),
        "source": text("source"),
        "withoutSource": when("without_source"),
        "before": moment("deployed_before"),
        "after": moment("deployed_after"),
    },
    {"id": "id", "name": "name", "deploymentTime": "deployed"},
    impossible=("tenantIdIn",),
    certain=("withoutTenantId", "includeDeploymentsWithoutTenantId"),
)


@routes.post("/deployment/create")
def create(call: Call) -> dict[str, Any]:
    """Deploy the resources of a multipart body, all or none."""
    resources = _resources(call)
    if not resources:
        raise InvalidInput("请至少选择一个文件", "No deployment resources contained in the form upload.")
    given = Fields(call.request.form.to_dict())
    if given.text("tenant-id") or given.text("deployment-activation-time"):
        logger.info("deployment: tenant-id and deployment-activation-time are ignored")
    command = Deploy(
        given.text("deployment-name"),
        resources,
        source=given.text("deployment-source"),
        filter_duplicates=bool(given.flag("enable-duplicate-filtering")),
        deploy_changed_only=bool(given.flag("deploy-changed-only")),
    )
    return _result(call, call.execute(command))


def _resources(call: Call) -> tuple[tuple[str, bytes], ...]:
    """Files by their file name, texts without one by the name of their part; of two with one name the last counts."""
    found: dict[str, bytes] = {}
    for part, file in call.request.files.items(multi=True):
        if part not in RESERVED:
            found[file.filename or part] = file.read()
    for part, value in call.request.form.items(multi=True):
        if part not in RESERVED:
            found[part] = value.encode()
    return tuple(found.items())


def _result(call: Call, result: DeployResult) -> dict[str, Any]:
    for problem in result.problems:
        logger.info("deployment: %s %s:%s %s", problem.resource, problem.element_id, problem.line, problem.text.en)
    if result.deployment is None:
        raise nothing_here("Nothing was deployed")
    by_kind: dict[str, dict[str, Any]] = {"process": {}, "decision": {}, "form": {}}
    writers = {"process": dto.process_definition, "decision": dto.decision_definition}
    for each in result.definitions:
        by_kind[each.kind][each.id] = writers[each.kind](each) if each.kind in writers else None
    return {
        **dto.deployment(result.deployment),
        "links": [call.link(f"/deployment/{result.deployment.id}")],
        "deployedProcessDefinitions": by_kind["process"] or None,
        "deployedCaseDefinitions": None,
        "deployedDecisionDefinitions": by_kind["decision"] or None,
        "deployedDecisionRequirementsDefinitions": None,
    }


@routes.get("/deployment")
def list_deployments(call: Call) -> list[Any]:
    """Deployments, newest first."""
    return answer_list(call, LISTING, dto.deployment)


@routes.get("/deployment/count")
def count_deployments(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/deployment/<deployment_id>")
def get_deployment(call: Call, deployment_id: str) -> dict[str, Any]:
    """One deployment."""
    return dto.deployment(_deployment(call, deployment_id))


@routes.delete("/deployment/<deployment_id>")
def delete_deployment(call: Call, deployment_id: str) -> None:
    """Take it out; `cascade` cancels its instances and removes their history."""
    for ignored in ("skipCustomListeners", "skipIoMappings"):
        call.query.flag(ignored)
    _deployment(call, deployment_id)
    call.execute(DeleteDeployment(deployment_id, cascade=bool(call.query.flag("cascade"))))


@routes.post("/deployment/<deployment_id>/redeploy")
def redeploy(call: Call, deployment_id: str) -> dict[str, Any]:
    """Deploy files of an earlier deployment again, all of them or those named."""
    earlier = _deployment(call, deployment_id)
    ids, names = call.body.texts("resourceIds"), call.body.texts("resourceNames")
    wanted = [
        each
        for each in call.ask(ResourcesQuery(deployment_id))
        if (ids is None and names is None) or each.id in (ids or ()) or each.name in (names or ())
    ]
    contents = tuple((each.name, _content(call, deployment_id, each.id).content) for each in wanted)
    return _result(call, call.execute(Deploy(earlier.name, contents, source=call.body.text("source"))))


@routes.get("/deployment/<deployment_id>/resources")
def resources(call: Call, deployment_id: str) -> list[dict[str, str]]:
    """Its files."""
    found = [_resource(each) for each in call.ask(ResourcesQuery(deployment_id))]
    if not found:
        raise nothing_here(f"Deployment resources for deployment id '{deployment_id}' do not exist.")
    return found


@routes.get("/deployment/<deployment_id>/resources/<resource_id>")
def resource(call: Call, deployment_id: str, resource_id: str) -> dict[str, str]:
    """One file, without its content."""
    for each in call.ask(ResourcesQuery(deployment_id)):
        if each.id == resource_id:
            return _resource(each)
    raise _no_resource(deployment_id, resource_id)


@routes.get("/deployment/<deployment_id>/resources/<resource_id>/data")
def resource_data(call: Call, deployment_id: str, resource_id: str) -> Response:
    """One file's content."""
    content = _content(call, deployment_id, resource_id)
    media_type = mimetypes.guess_type(content.name)[0] or "application/octet-stream"
    return download(content.content, content.name, media_type)


def _resource(row: Any) -> dict[str, str]:
    return {"id": row.id, "name": row.name, "deploymentId": row.deployment_id}


def _deployment(call: Call, deployment_id: str) -> Any:
    return call.one(DeploymentQuery(ids=(deployment_id,)), f"Deployment with id '{deployment_id}' does not exist")


def _content(call: Call, deployment_id: str, resource_id: str) -> ResourceContent:
    content: ResourceContent | None = call.ask(ResourceContentQuery(deployment_id, resource_id))
    if content is None:
        raise _no_resource(deployment_id, resource_id)
    return content


def _no_resource(deployment_id: str, resource_id: str) -> Exception:
    return nothing_here(
        f"Deployment resource with resource id '{resource_id}' for deployment id '{deployment_id}' does not exist."
    )
