"""The parameters of task lists: Camunda has about 110; what a saved filter or a tasklist asks is answered in SQL."""

from __future__ import annotations

from app.api.filters import bare, listing, many, moment, one, text, variables, when, whole
from app.domain.queries.task import TaskQuery

_WHERE = {
    "taskId": one("ids"),
    "taskIdIn": many("ids"),
    "processInstanceId": one("instance_ids"),
    "processInstanceIdIn": many("instance_ids"),
    "processInstanceBusinessKey": one("business_keys"),
    "processInstanceBusinessKeyIn": many("business_keys"),
    "processInstanceBusinessKeyLike": text("business_key_like"),
    "processDefinitionId": one("definition_ids"),
    "processDefinitionKey": one("definition_keys"),
    "processDefinitionKeyIn": many("definition_keys"),
    "processDefinitionName": text("definition_name"),
    "processDefinitionNameLike": text("definition_name_like"),
    "executionId": bare("activity_instance_ids", listed=False),
    "activityInstanceIdIn": bare("activity_instance_ids"),
    "taskDefinitionKey": one("element_ids"),
    "taskDefinitionKeyIn": many("element_ids"),
    "taskDefinitionKeyNotIn": many("not_element_ids"),
    "taskDefinitionKeyLike": text("element_id_like"),
    "active": when("suspended", False),
    "suspended": when("suspended"),
}
_PEOPLE = {
    "assignee": one("assignees"),
    "assigneeIn": many("assignees"),
    "assigneeNotIn": many("not_assignees"),
    "assigneeLike": text("assignee_like"),
    "owner": text("owner"),
    "involvedUser": text("involved_user"),
    "candidateUser": text("candidate_user"),
    "candidateGroup": one("candidate_groups"),
    "candidateGroups": many("candidate_groups"),
    "candidateGroupLike": text("candidate_group_like"),
    "includeAssignedTasks": when("include_assigned"),
    "assigned": when("assigned"),
    "unassigned": when("assigned", False),
    "withCandidateUsers": when("with_candidate_users"),
    "withoutCandidateUsers": when("with_candidate_users", False),
    "withCandidateGroups": when("with_candidate_groups"),
    "withoutCandidateGroups": when("with_candidate_groups", False),
    "delegationState": text("delegation"),
}
_WORDS = {
    "name": text("name"),
    "nameNotEqual": text("not_name"),
    "nameLike": text("name_like"),
    "nameNotLike": text("not_name_like"),
    "description": text("description"),
    "descriptionLike": text("description_like"),
    "priority": whole("priority"),
    "minPriority": whole("min_priority"),
    "maxPriority": whole("max_priority"),
}
_TIMES = {
    "due": moment("due_at"),
    "dueDate": moment("due_at"),
    "dueAfter": moment("due_after"),
    "dueBefore": moment("due_before"),
    "withoutDueDate": when("without_due"),
    "followUp": moment("follow_up_at"),
    "followUpDate": moment("follow_up_at"),
    "followUpAfter": moment("follow_up_after"),
    "followUpBefore": moment("follow_up_before"),
    "followUpBeforeOrNotExistent": moment("follow_up_before_or_none"),
    "created": moment("created_at"),
    "createdOn": moment("created_at"),
    "createdAfter": moment("created_after"),
    "createdBefore": moment("created_before"),
    "updatedAfter": moment("updated_after"),
}
_VARIABLES = {"processVariables": variables("process_variables"), "taskVariables": variables("task_variables")}

_EXPRESSIONS = tuple(
    f"{name}Expression"
    for name in (
        "processInstanceBusinessKey", "processInstanceBusinessKeyLike", "assignee", "assigneeLike", "assigneeIn",
        "assigneeNotIn", "owner", "involvedUser", "candidateUser", "candidateGroup", "candidateGroups", "due",
        "dueAfter", "dueBefore", "followUp", "followUpAfter", "followUpBefore", "followUpBeforeOrNotExistent",
        "created", "createdAfter", "createdBefore", "createdOn", "updatedAfter",
    )
)  # fmt: skip

LISTING = listing(
    TaskQuery,
    _WHERE | _PEOPLE | _WORDS | _TIMES | _VARIABLES,
    {
        "id": "id",
        "name": "name",
        "nameCaseInsensitive": "name_ignore_case",
        "assignee": "assignee",
        "created": "created",
        "lastUpdated": "updated",
        "dueDate": "due",
        "followUpDate": "follow_up",
        "priority": "priority",
        "description": "description",
        "instanceId": "instance_id",
        "executionId": "id",
        "tenantId": "definition_key",
    },
    impossible=(
        "tenantIdIn", "parentTaskId", "caseDefinitionId", "caseDefinitionKey", "caseDefinitionName",
        "caseDefinitionNameLike", "caseInstanceId", "caseInstanceBusinessKey", "caseInstanceBusinessKeyLike",
        "caseExecutionId", "caseInstanceVariables",
    ),
    certain=("withoutTenantId", "withTaskVariablesInReturn", "withTaskLocalVariablesInReturn",
             "withCommentAttachmentInfo"),
    unsupported=_EXPRESSIONS,
)  # fmt: skip
