"""What can be undone goes along with a migration, under the ids of the target."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.migration import is_body, node_of
from app.domain.model.process import MULTI_INSTANCE_BODY
from app.interpreter.done import Done, DoneLog
from app.interpreter.program import Program


def renamed(
    log: DoneLog, elements: Mapping[str, str], source: Program, target: Program, *, in_body: bool
) -> tuple[DoneLog, list[str]]:
    """The log for the target, and the activities the plan does not lead to something that can be undone alike.

    `in_body` says that the log is that of a multi-instance body or loop, whose entries are its instances.
    """
    found, lost = DoneLog(), []
    for done in log:
        body = source.node(done.element).has_body and not in_body
        becomes = elements.get(done.element + (MULTI_INSTANCE_BODY if body else ""))
        if becomes is None or not _fits(done, becomes, body, target):
            lost.append(done.element)
            continue
        inside = None
        if done.inside is not None:
            inside, missing = renamed(done.inside, elements, source, target, in_body=body)
            lost.extend(missing)
        found.add(Done(becomes.removesuffix(MULTI_INSTANCE_BODY), done.kept, inside))
    return found, lost


def _fits(done: Done, becomes: str, body: bool, target: Program) -> bool:
    node = node_of(target.model, becomes)
    if node is None or is_body(becomes) is not body:
        return False
    return node.is_scope or body if done.inside is not None else node.compensated_by is not None
