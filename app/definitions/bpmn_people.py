"""Reads who may do a user task and with which form: Camunda's attributes, and BPMN's own resource assignments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.definitions.bpmn_binding import read_binding
from app.definitions.bpmn_context import Context
from app.definitions.bpmn_listeners import read_task_listeners
from app.definitions.generated_form import read_generated_form
from app.definitions.literals import expression, split_list
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import Expression, FormRef, UserTaskSpec

_TYPED = re.compile(r"(user|group)\s*\(\s*(.*?)\s*\)", re.DOTALL)


def read_user_task(element: XmlElement, id: str, context: Context) -> UserTaskSpec:
    """Everything about the people of a user task."""
    owners = tuple(_owners(element))
    return UserTaskSpec(
        assignee=context.expression(element, "assignee") or _performer(element, id, context),
        candidate_users=expressions(element, "candidateUsers") + tuple(who for kind, who in owners if kind == "user"),
        candidate_groups=expressions(element, "candidateGroups")
        + tuple(who for kind, who in owners if kind == "group"),
        due_date=context.expression(element, "dueDate"),
        follow_up_date=context.expression(element, "followUpDate"),
        priority=context.expression(element, "priority"),
        form=read_form(element, id, context),
        listeners=read_task_listeners(element, id, context),
    )


def read_form(element: XmlElement, id: str, context: Context) -> FormRef | None:
    """`camunda:formRef` or `camunda:formKey` of a user task or start event."""
    reference, key = element.camunda.get("formRef"), element.camunda.get("formKey")
    drawn = read_generated_form(element, id, context)
    if sum(each is not None for each in (reference, key, drawn)) > 1:
        context.report.error(
            "two_forms",
            "formRef、formKey 和内嵌字段中填写了不止一种表单。请只保留一种。",
            "More than one of formRef, formKey and embedded fields is given. Keep one of them.",
            id,
            element.line,
        )
    if reference:
        binding, version = read_binding(element, "formRef", id, context)
        return FormRef(reference, binding, version)
    if drawn is not None:
        return FormRef("", drawn=drawn)
    return FormRef(key, is_form_key=True) if key else None


def expressions(element: XmlElement, name: str) -> tuple[Expression, ...]:
    """A comma-separated Camunda attribute as expressions."""
    parts = (expression(part, element.line) for part in split_list(element.camunda.get(name)))
    return tuple(part for part in parts if part is not None)


def _performer(element: XmlElement, id: str, context: Context) -> Expression | None:
    """`humanPerformer`: the assignee; BPMN allows several, Camunda's family one."""
    found = element.all("humanPerformer")
    if len(found) > 1:
        context.report.error(
            "several_performers",
            "用户任务有多个 humanPerformer。请只保留一个,其他人改为“候选用户”。",
            "The user task has several humanPerformers. Keep one and make the others candidate users.",
            id,
            element.line,
        )
    return next((expression(text.text, text.line) for each in found for text in _assigned(each)), None)


def _owners(element: XmlElement) -> Iterator[tuple[str, Expression]]:
    """`potentialOwner`: a list of `user(x)` and `group(y)`; a bare name is a group, as in Camunda."""
    for owner in element.all("potentialOwner"):
        for text in _assigned(owner):
            for part in split_list(text.text):
                typed = _TYPED.fullmatch(part)
                who = expression(typed[2] if typed else part, text.line)
                if who is not None:
                    yield (typed[1] if typed else "group"), who


def _assigned(resource: XmlElement) -> Iterator[XmlElement]:
    for assignment in resource.all("resourceAssignmentExpression"):
        yield from assignment.all("formalExpression")
