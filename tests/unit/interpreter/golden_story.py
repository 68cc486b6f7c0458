"""One instance that has a bit of everything in its marking: the story behind the golden states."""

from __future__ import annotations

from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    catch,
    chain,
    end,
    event_based,
    event_sub,
    exclusive,
    flow,
    inclusive,
    message,
    multi,
    parallel,
    signal,
    start,
    sub,
    task,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance


def story() -> Instance:
    """A join with a token, an event gateway, stops, a running loop, and an event sub-process under way."""
    countersign = sub(
        "countersign",
        start("begin"),
        user("sign"),
        chain("begin", "sign")[0],
        multi(cardinality=3, sequential=True),
    )
    handler = event_sub("urged", start("urge", message("urge"), interrupting=False), user("report"),
                        *chain("urge", "report"))  # fmt: skip
    content = bpmn(
        "golden",
        start(),
        inclusive("split"),
        parallel("fork"),
        task("quick"),
        user("slow"),
        parallel("join"),
        event_based("race"),
        catch("answer", message("answer")),
        catch("late", timer(duration="PT1H")),
        countersign,
        boundary("withdrawn", "countersign", signal("withdrawn")),
        task("file", async_before=True),
        task("index", async_after=True),
        inclusive("meet"),
        exclusive("merge"),
        end(),
        handler,
        *chain("start", "split", "fork", "quick", "join", "meet", "end"),
        *chain("fork", "slow", "join"),
        *chain("split", "race", "answer", "meet"),
        *chain("race", "late", "meet"),
        *chain("split", "countersign", "merge", "meet"),
        flow("withdrawn", "merge"),
        *chain("split", "file", "meet"),
        *chain("split", "index", "meet"),
    )
    instance = Instance(content)
    instance.complete("sign")
    instance.fire("urge")
    return instance
