"""`banli check`: every form, topic, decision, called element, message and group of the bundle resolves (rule 15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.bundles.files import BundleProcess
from app.definitions import Reference, ReferenceKind, read_bpmn, references_of
from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.errors import DefinitionInvalid, Problem
from app.domain.ports.door import Door
from app.domain.text import Text
from app.domain.values import Actor

_RESOLVED_BY_NEIGHBOURS = "unresolved_process"
"""A called process may come with a later deployment of the same bundle."""


def check_bundle(engine: Door, bundle: Sequence[BundleProcess], actor: Actor) -> tuple[Problem, ...]:
    """Everything a strict dry run of each process finds, less what the bundle's other processes bring themselves."""
    problems: list[Problem] = []
    references = [found for process in bundle for found in _references(process)]
    keys = {process.key for process in bundle}
    called = {(resource, each.element_id, each.key) for resource, each in references if _is_call(each)}
    for process in bundle:
        result: DeployResult = engine.execute(Deploy(process.key, process.resources, strict=True, dry_run=True), actor)
        problems.extend(
            replace(problem, resource=f"{process.key}/{problem.resource}")
            for problem in result.problems
            if not (problem.code == _RESOLVED_BY_NEIGHBOURS and _comes_along(problem, called, keys))
        )
    problems.extend(_lost_messages(references))
    return tuple(problems)


def _references(process: BundleProcess) -> Iterator[tuple[str, Reference]]:
    for name, content in process.resources:
        if name.endswith(".bpmn"):
            try:
                models = read_bpmn(content, name).processes
            except DefinitionInvalid:
                continue  # the dry run reports it, element by element
            for model in models:
                yield from ((name, reference) for reference in references_of(model))


def _is_call(reference: Reference) -> bool:
    return reference.kind is ReferenceKind.PROCESS


def _comes_along(problem: Problem, called: set[tuple[str, str, str]], keys: set[str]) -> bool:
    return any(
        key in keys
        for resource, element_id, key in called
        if (resource, element_id) == (problem.resource, problem.element_id)
    )


def _lost_messages(references: Sequence[tuple[str, Reference]]) -> Iterator[Problem]:
    """Messages that a diagram throws and no diagram of the bundle waits for."""
    messages = [(resource, each) for resource, each in references if each.kind is ReferenceKind.MESSAGE]
    awaited = {each.key for _, each in messages if not each.throws}
    for resource, each in messages:
        if each.throws and each.key not in awaited:
            text = Text(f"没有流程接收消息 {each.key}", f"no process of the bundle receives the message {each.key}")
            yield Problem("unresolved_message", text, resource, each.element_id, each.line)
