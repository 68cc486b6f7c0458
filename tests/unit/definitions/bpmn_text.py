"""Hand-written BPMN for the tests of broken diagrams: one element per line, so that lines can be told."""

from __future__ import annotations

OPEN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:evil="urn:evil" id="d" targetNamespace="t">'
)
START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


def flow(id: str, source: str, target: str, inside: str = "") -> str:
    return f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def condition(text: str, attributes: str = "") -> str:
    return f"<conditionExpression{attributes}>{text}</conditionExpression>"


def process(*lines: str, head: str = 'id="p" isExecutable="true"') -> str:
    return "\n".join((f"<process {head}>", *lines, "</process>"))


def around(*lines: str) -> str:
    """A process in which `lines`, holding the node `t`, stand between start and end."""
    return process(START, flow("f1", "s", "t"), *lines, flow("f2", "t", "e"), END)


def file(*lines: str) -> bytes:
    return "\n".join((OPEN, *lines, "</definitions>")).encode()


def line_of(content: bytes, mark: str) -> int:
    """The line on which `mark` first stands."""
    return content.decode().split(mark, 1)[0].count("\n") + 1
