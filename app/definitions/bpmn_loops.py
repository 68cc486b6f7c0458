"""Reads the standard loop of an activity."""

from __future__ import annotations

from app.definitions.bpmn_context import Context, is_true
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import StandardLoop


def read_standard_loop(element: XmlElement, id: str, context: Context) -> StandardLoop | None:
    """The standard loop characteristics of an activity; a loop that nothing ends is reported."""
    loop = element.first("standardLoopCharacteristics")
    if loop is None:
        return None
    if element.first("multiInstanceLoopCharacteristics") is not None:
        context.report.error(
            "two_loops",
            "一个活动不能同时是循环和多实例。请只保留一种。",
            "An activity cannot be a loop and multi-instance at once. Keep one of them.",
            id,
            loop.line,
        )
    condition = context.script_expression(loop.first("loopCondition"), id)
    maximum = _maximum(loop, id, context)
    if condition is None and maximum is None:
        context.report.error(
            "endless_loop",
            "循环既没有条件也没有最大次数,永远不会结束。请填写循环条件(为真时继续)或最大次数。",
            "The loop has neither a condition nor a maximum, so it never ends. Fill in the loop condition (it goes on "
            "while true) or the maximum.",
            id,
            loop.line,
        )
    return StandardLoop(condition, is_true(loop.attributes.get("testBefore")), maximum)


def _maximum(loop: XmlElement, id: str, context: Context) -> int | None:
    text = loop.attributes.get("loopMaximum")
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0:
        return int(text)
    context.report.error(
        "invalid_loop_maximum",
        f"循环的最大次数“{text[:40]}”无效。请填写大于零的整数。",
        f'The maximum of the loop "{text[:40]}" is not valid. Give a whole number above zero.',
        id,
        loop.line,
    )
    return 1
