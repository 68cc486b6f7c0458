"""The instances of the golden files: how each came to where it waits, and how it goes on to its end.

What a story says under `begin` was played by the code that made the file; today only `finish` is played. A story of a
released file is never changed; a new construct is a new story in the next file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.domain.commands.instance import StartInstance
from app.domain.commands.task import CompleteTask
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    call,
    call_in,
    call_out,
    catch,
    chain,
    end,
    event_based,
    event_sub,
    exclusive,
    flow,
    inclusive,
    inputs,
    message,
    multi,
    outputs,
    parallel,
    receive,
    service,
    signal,
    start,
    sub,
    task,
    timer,
    user,
)
from tests.support.clock import MONDAY
from tests.support.engine_driver import Office

Move = Callable[[Office, str], Any]


@dataclass(frozen=True)
class Story:
    """One instance: its diagram, how it got to where it waits, how it goes on, and where it ends."""

    elements: tuple[Xml, ...]
    begin: tuple[Move, ...]
    finish: tuple[Move, ...]
    trail: tuple[str, ...]
    """The elements completed when all is over, sorted; those of multi-instance once per instance."""
    started: bool = True
    """Whether the jobs of the start have run too."""


def does(element: str, **variables: Any) -> Move:
    """A person completes the task, the oldest where several wait."""

    def move(office: Office, instance: str) -> None:
        oldest = next(each for each in office.tasks(instance) if each.element_id == element)
        office.execute(CompleteTask(oldest.id, variables))
        office.run()

    return move


def leaves(element: str) -> Move:
    """As `does`, and the jobs it makes are not run."""
    return lambda office, instance: office.execute(CompleteTask(office.task(element, instance).id, {}))


def works(topic: str, **results: Any) -> Move:
    """A worker does what waits under a topic."""
    return lambda office, instance: office.work(topic, lambda values: results)


def hears(name: str) -> Move:
    """A message arrives for this instance."""
    return lambda office, instance: office.send(name, _key(office, instance))


def waits(hours: int) -> Move:
    """Time passes until so many hours after the file was made."""
    return lambda office, instance: office.advance_to(MONDAY + timedelta(hours=hours))


def runs() -> Move:
    """The jobs that are due run."""
    return lambda office, instance: office.run()


def in_called(element: str, **variables: Any) -> Move:
    """A person completes the task of the called instance."""

    def move(office: Office, instance: str) -> None:
        (child,) = [each.id for each in office.running() if each.parent_id == instance]
        office.complete(element, instance=child, **variables)

    return move


def _key(office: Office, instance: str) -> str | None:
    return next(each.business_key for each in office.running() if each.id == instance)


def begin(office: Office, name: str, story: Story) -> None:
    """Play a story up to where it waits; its name is the process key and the business key."""
    office.deploy(bpmn(name, *story.elements))
    instance = office.execute(StartInstance(None, name, name, {"people": ["a", "b", "c"], "amount": 12.5})).id
    if story.started:
        office.run()
    for move in story.begin:
        move(office, instance)


_CHILD = (start(), user("inner"), end(), *chain("start", "inner", "end"))

STORIES: dict[str, Story] = {
    "child": Story(_CHILD, (does("inner"),), (), ("end", "inner", "start")),
    "user_task": Story(
        (start(), user("a", inputs(x="${amount}"), outputs(y="${x + 1}")), end(), *chain("start", "a", "end")),
        (), (does("a"),), ("a", "end", "start"),
    ),
    "parallel_join": Story(
        (start(), parallel("fork"), user("a"), user("b"), parallel("join"), end(),
         *chain("start", "fork", "a", "join", "end"), *chain("fork", "b", "join")),
        (does("a"),), (does("b"),), ("a", "b", "end", "fork", "join", "start"),
    ),
    "second_round": Story(
        (start(), exclusive("again"), parallel("fork"), user("a"), user("b"), parallel("join"),
         exclusive("enough", default="enough_again"), end(), *chain("start", "again", "fork", "a", "join", "enough"),
         *chain("fork", "b", "join"), flow("enough", "end", "${ok}"), flow("enough", "again", id="enough_again")),
        (does("a"), does("b", ok=False), does("b")), (does("a", ok=True),),
        ("a", "a", "again", "again", "b", "b", "end", "enough", "enough", "fork", "fork", "join", "join", "start"),
    ),
    "inclusive_join": Story(
        (start(), inclusive("split"), user("a"), user("b"), user("c"), inclusive("meet"), end(),
         flow("start", "split"), flow("split", "a", "${amount > 1}"), flow("split", "b", "${amount > 2}"),
         flow("split", "c", "${amount > 99}"), *chain("a", "meet", "end"), flow("b", "meet"), flow("c", "meet")),
        (does("b"),), (does("a"),), ("a", "b", "end", "meet", "split", "start"),
    ),
    "parallel_instances": Story(
        (start(), user("sign", multi(collection="${people}", element_variable="person")), end(),
         *chain("start", "sign", "end")),
        (does("sign"),), (does("sign"), does("sign")), ("end", "sign", "sign", "sign", "start"),
    ),
    "sequential_instances": Story(
        (start(), sub("each", start("in"), user("sign"), *chain("in", "sign"),
                      multi(collection="${people}", element_variable="person", sequential=True)), end(),
         *chain("start", "each", "end")),
        (does("sign"),), (does("sign"), does("sign")),
        ("each", "each", "each", "end", "in", "in", "in", "sign", "sign", "sign", "start"),
    ),
    "until_two": Story(
        (start(), user("sign", multi(cardinality=3, until="${nrOfCompletedInstances == 2}")), end(),
         *chain("start", "sign", "end")),
        (does("sign"),), (does("sign"),), ("end", "sign", "sign", "start"),
    ),
    "call_activity": Story(
        (start(), call("c", "child", call_in(variables="all"), call_out(source="answer", target="result")), end(),
         *chain("start", "c", "end")),
        (), (in_called("inner", answer=42),), ("c", "end", "start"),
    ),
    "timer_catch": Story(
        (start(), catch("later", timer(duration="PT48H")), end(), *chain("start", "later", "end")),
        (), (waits(49),), ("end", "later", "start"),
    ),
    "event_gateway": Story(
        (start(), event_based("race"), catch("answer", message("answer")), catch("late", timer(duration="P9D")), end(),
         *chain("start", "race", "answer", "end"), *chain("race", "late", "end")),
        (), (hears("answer"),), ("answer", "end", "race", "start"),
    ),
    "boundary_timer": Story(
        (start(), user("slow"), boundary("urge", "slow", timer(duration="PT1H"), interrupting=False), task("note"),
         boundary("over", "slow", timer(duration="PT50H")), end(), end("gone"), *chain("start", "slow", "end"),
         *chain("urge", "note"), *chain("over", "gone")),
        (waits(2),), (waits(51),), ("gone", "note", "over", "start", "urge"),
    ),
    "event_sub_process": Story(
        (start(), user("main"), end(), *chain("start", "main", "end"),
         event_sub("asked", start("ask", message("ask"), interrupting=False), user("report"), end("told"),
                   *chain("ask", "report", "told")),
         event_sub("stopped", start("stop", message("stop")), user("clear"), end("cleared"),
                   *chain("stop", "clear", "cleared"))),
        (hears("ask"),), (does("report"), hears("stop"), does("clear")),
        ("ask", "asked", "clear", "cleared", "report", "start", "stop", "stopped", "told"),
    ),
    "nested_scopes": Story(
        (start(), sub("outer", start("o1"), sub("inner", inputs(limit="${amount}"), start("i1"), user("deep"),
                                               end("i2"), *chain("i1", "deep", "i2")), end("o2"),
                      *chain("o1", "inner", "o2")),
         boundary("withdrawn", "outer", signal("withdrawn")), end(), end("gone"), *chain("start", "outer", "end"),
         flow("withdrawn", "gone")),
        (), (does("deep"),), ("deep", "end", "i1", "i2", "inner", "o1", "o2", "outer", "start"),
    ),
    "external_task": Story(
        (start(), service("w", topic="golden.work"), end(), *chain("start", "w", "end")),
        (lambda office, instance: office.fetch("golden.work"),),
        (waits(52), works("golden.work", done=True)), ("end", "start", "w"),
    ),
    "receive_task": Story(
        (start(), receive("r", message="paper"), end(), *chain("start", "r", "end")),
        (), (hears("paper"),), ("end", "r", "start"),
    ),
    "async_before": Story(
        (start(), task("t", async_before=True), user("a"), end(), *chain("start", "t", "a", "end")),
        (), (runs(), does("a")), ("a", "end", "start", "t"), started=False,
    ),
    "async_after": Story(
        (start(), user("a"), task("t", async_after=True), end(), *chain("start", "a", "t", "end")),
        (leaves("a"),), (runs(),), ("a", "end", "start", "t"), started=False,
    ),
}  # fmt: skip
"""By process key, in the order they are played; `child` is called by another."""
