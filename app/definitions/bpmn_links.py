"""Link events: a throwing one continues at the catching one of the same name in its scope (BPMN 10.5.5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.definitions.bpmn_context import Context
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import Flow

_TAG = "linkEventDefinition"


def link_flows(nodes: Mapping[str, XmlElement], flows: Iterable[Flow], context: Context) -> list[Flow]:
    """One flow from each throwing link event of a scope to its catching one; reports links that lead nowhere."""
    targets = _targets(nodes, context)
    left = {flow.source for flow in flows}
    found = []
    for id, element in nodes.items():
        if element.name != "intermediateThrowEvent" or not is_link(element):
            continue
        if id in left:
            context.report.error(
                "link_with_outgoing",
                "抛出的链接事件不能有流出,它会跳到同名的捕获链接事件。请删除流出的顺序流。",
                "A throwing link event cannot be left by a flow: it goes on at the catching link event of its name. "
                "Delete the flow.",
                id,
                element.line,
            )
        name = _name(id, element, context)
        target = targets.get(name) if name else None
        if name and target is None:
            _without_target(name, id, element, context)
        if target is not None:
            found.append(Flow(context.fresh_id(f"link_{id}_{target}"), id, target, line=element.line))
    return found


def is_link(element: XmlElement) -> bool:
    """Whether an event throws or catches a link."""
    return element.first(_TAG) is not None


def _targets(nodes: Mapping[str, XmlElement], context: Context) -> dict[str, str]:
    """The catching link events of a scope by name."""
    targets: dict[str, str] = {}
    for id, element in nodes.items():
        if element.name != "intermediateCatchEvent" or not is_link(element):
            continue
        name = _name(id, element, context)
        if name and targets.setdefault(name, id) != id:
            context.report.error(
                "several_link_targets",
                f"同一层有多个名为“{name[:80]}”的捕获链接事件。请只保留一个,或改名。",
                f'Several catching link events of one scope are named "{name[:80]}". Keep one, or rename them.',
                id,
                element.line,
            )
    return targets


def _name(id: str, element: XmlElement, context: Context) -> str | None:
    link = element.first(_TAG)
    name = link.attributes.get("name") if link is not None else None
    if not name:
        context.report.error(
            "link_without_name",
            "链接事件没有名称。请填写链接名称(与另一端相同)。",
            "The link event has no name. Fill in the link name, the same at both ends.",
            id,
            element.line,
        )
    return name or None


def _without_target(name: str, id: str, element: XmlElement, context: Context) -> None:
    context.report.error(
        "link_without_target",
        f"同一层没有名为“{name[:80]}”的捕获链接事件。请添加一个,或更正链接名称。",
        f'No catching link event of this scope is named "{name[:80]}". Add one, or correct the link name.',
        id,
        element.line,
    )
