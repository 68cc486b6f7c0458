"""Gateways, flows, data, collaboration, dialects, and length."""

from __future__ import annotations

from collections.abc import Iterator

from tests.conformance.words import Camunda, Case, S, Z, conditional, event, line, one, two
from tests.support.bpmn_builder import (
    Value,
    Xml,
    bpmn,
    catch,
    chain,
    element,
    end,
    event_based,
    exclusive,
    flow,
    inclusive,
    message,
    parallel,
    raw,
    receive,
    script,
    signal,
    start,
    task,
    throw,
    timer,
    user,
)


# fmt: off
def cases() -> Iterator[Case]:
    """All rows about what stands between activities."""
    yield from _exclusive()
    yield from _parallel()
    yield from _inclusive()
    yield from _event_based()
    yield from _complex()
    yield from _flows()
    yield from _data()
    yield from _collaboration()
    yield from _dialects()


def _gate(row: str, what: str, diagram: bytes, story: str, camunda: Camunda = Camunda.RUNS, **values: Value) -> Case:
    return Case("gateway", row, "", what, diagram, story, values, camunda)


def _choice(*, default: bool = True) -> bytes:
    last = (user("D"), flow("g", "D", id="d"), flow("D", "e")) if default else ()
    return one(S, exclusive("g", default="d" if default else None), user("A"), user("B"), *last, Z, flow("s", "g"),
               flow("g", "A", "${x == 1}"), flow("g", "B", "${x <= 2}"), flow("A", "e"), flow("B", "e"))


def _exclusive() -> Iterator[Case]:
    yield _gate("exclusive", "condition", _choice(), "B | B: .", x=2)
    yield _gate("exclusive", "the first true flow in document order", _choice(), "A | A: .", x=1)
    yield _gate("exclusive", "default flow", _choice(), "D | D: .", x=9)
    yield _gate("exclusive", "passes every token",
                one(S, parallel("g"), task("X"), task("Y"), exclusive("m"), user("C"), Z,
                    *chain("s", "g", "X", "m", "C", "e"), *chain("g", "Y", "m")), "C C | C: C | C: .")
    yield _gate("exclusive", "two flows without condition",
                one(S, exclusive("g"), user("A"), user("B"), *chain("s", "g", "A"), flow("g", "B")), "",
                Camunda.REFUSES)


def _parallel() -> Iterator[Case]:
    fork = (S, parallel("g"), user("A"), user("B"), parallel("j"))
    yield _gate("parallel", "fork and join",
                one(*fork, user("C"), Z, *chain("s", "g", "A", "j", "C", "e"), *chain("g", "B", "j")),
                "A B | A: B | B: C | C: .")
    yield _gate("parallel", "nested",
                one(*fork, user("C"), parallel("h"), parallel("k"), Z, *chain("s", "g", "A", "k", "e"),
                    *chain("g", "h", "B", "j", "k"), *chain("h", "C", "j")), "A B C | B: A C | A: C | C: .")
    yield _gate("parallel", "join and fork in one",
                one(*fork, user("C"), user("D"), parallel("k"), Z, *chain("s", "g", "A", "j", "C", "k", "e"),
                    *chain("g", "B", "j", "D", "k")), "A B | A: B | B: C D | C: D | D: .")
    yield _gate("parallel", "two tokens by one flow do not open the join",
                one(S, parallel("g"), task("X"), task("Y"), exclusive("m"), user("U"), parallel("j"), user("C"), Z,
                    *chain("s", "g", "X", "m", "j", "C", "e"), *chain("g", "Y", "m"), *chain("g", "U", "j")),
                "U | U: C | C: -")
    yield _gate("parallel", "in a loop, second round",
                one(S, exclusive("m"), *fork[1:], exclusive("x", default="d"), Z, *chain("s", "m", "g", "A", "j", "x"),
                    *chain("g", "B", "j"), flow("x", "m", "${again}"), flow("x", "e", id="d")),
                "A B | A: B | B: A B | A again=false: B | B: .", again=True)


def _inclusive() -> Iterator[Case]:
    drawn = one(S, inclusive("g", default="d"), user("A"), user("B"), user("D"), inclusive("j"), user("C"), Z,
                flow("s", "g"), flow("g", "A", "${x >= 1}"), flow("g", "B", "${x >= 2}"), flow("g", "D", id="d"),
                flow("A", "j"), flow("B", "j"), *chain("D", "j", "C", "e"))
    yield _gate("inclusive", "two of three, the join waits", drawn, "A B | A: B | B: C | C: .", x=2)
    yield _gate("inclusive", "one of three", drawn, "A | A: C | C: .", x=1)
    yield _gate("inclusive", "default flow", drawn, "D | D: C | C: .", x=0)
    yield _gate("inclusive", "a flow without condition is always taken",
                one(S, inclusive("g"), user("A"), user("B"), flow("s", "g"), flow("g", "A", "${x == 1}"),
                    flow("g", "B")),
                "A B | A: B | B: .", x=1)
    yield _gate("inclusive", "the join does not wait for a path that ended elsewhere",
                one(S, parallel("f"), user("A"), user("B"), exclusive("x", default="d"), inclusive("j"), user("C"), Z,
                    end("e2"), *chain("s", "f", "A", "j", "C", "e"), *chain("f", "B", "x"), flow("x", "j", "${y == 1}"),
                    flow("x", "e2", id="d")), "A B | A: B | B: C | C: .", y=0)
    yield _gate("inclusive", "in a loop, second round",
                one(S, exclusive("m"), inclusive("g"), user("A"), user("B"), inclusive("j"),
                    exclusive("x", default="d"), Z, *chain("s", "m", "g"), flow("g", "A", "${true}"),
                    flow("g", "B", "${x == 0}"), flow("A", "j"), *chain("B", "j", "x"),
                    flow("x", "m", "${again}"), flow("x", "e", id="d")),
                "A B | A: B | B: A B | A again=false: B | B: .", x=0, again=True)


def _event_based() -> Iterator[Case]:
    drawn = one(S, event_based("g"), catch("m", message("M")), catch("t", timer(duration="PT1H")),
                catch("n", signal("S")), user("A"), user("B"), user("C"), Z, *chain("s", "g", "m", "A", "e"),
                *chain("g", "t", "B", "e"), *chain("g", "n", "C", "e"))
    yield _gate("event-based", "message", drawn, "- | message M: A | A: .")
    yield _gate("event-based", "timer", drawn, "- | tick: B | B: .")
    yield _gate("event-based", "signal", drawn, "- | signal S: C | C: .")
    yield _gate("event-based", "receive task",
                one(S, event_based("g"), receive("m", message="M"), catch("t", timer(duration="PT1H")), user("A"),
                    user("B"), Z, *chain("s", "g", "m", "A", "e"), *chain("g", "t", "B", "e")),
                "- | message M: A | A: .")
    yield _gate("event-based", "condition",
                one(S, event_based("g"), catch("m", conditional()), catch("t", timer(duration="PT1H")), user("A"),
                    user("B"), Z, *chain("s", "g", "m", "A", "e"), *chain("g", "t", "B", "e")),
                "- | set x=1: A | A: .", x=0)
    yield _gate("event-based", "that starts the instance",
                one(event("eventBasedGateway", "g", instantiate=True), catch("m", message("M")),
                    catch("n", message("N")), user("A"), user("B"), Z, *chain("g", "m", "A", "e"),
                    *chain("g", "n", "B", "e")), "! | message N: B | B: .", Camunda.REFUSES)
    yield _gate("event-based", "onto a task", one(S, event_based("g"), user("A"), *chain("s", "g", "A")), "",
                Camunda.REFUSES)


def _complex() -> Iterator[Case]:
    def gateway(id: str, condition: str | None = None, default: str | None = None) -> Xml:
        text = f'<bpmn:activationCondition xsi:type="bpmn:tFormalExpression">{condition}</bpmn:activationCondition>'
        return element("complexGateway", id, *([raw(text)] if condition else []), own={"default": default})

    yield _gate("complex", "splits like an inclusive one",
                one(S, gateway("g", default="d"), user("A"), user("D"), Z, flow("s", "g"), flow("g", "A", "${x == 1}"),
                    flow("g", "D", id="d"), flow("A", "e"), flow("D", "e")), "A | A: .", Camunda.REFUSES, x=1)
    yield _gate("complex", "goes on when two of three are there",
                one(S, parallel("f"), user("A"), user("B"), user("D"), gateway("g", "${activationCount >= 2}"),
                    user("C"), Z, *chain("s", "f", "A", "g", "C", "e"), *chain("f", "B", "g"), *chain("f", "D", "g")),
                "A B D | A: B D | B: C D | D: C | C: .", Camunda.REFUSES)


def _flow(what: str, diagram: bytes, story: str, camunda: Camunda = Camunda.RUNS, **values: Value) -> Case:
    return Case("flow", "sequence flow", "", what, diagram, story, values, camunda)


def _flows() -> Iterator[Case]:
    yield _flow("implicit fork of an activity",
                one(S, user("A"), user("B"), user("C"), Z, end("e2"), *chain("s", "A", "B", "e"),
                    *chain("A", "C", "e2")),
                "A | A: B C | B: C | C: .")
    yield _flow("implicit fork of a start event", one(S, user("A"), user("B"), *chain("s", "A"), *chain("s", "B")),
                "A B | A: B | B: .")
    yield _flow("condition and default behind an activity",
                one(S, user("A", default="d"), user("B"), user("C"), flow("s", "A"), flow("A", "B", "${x == 1}"),
                    flow("A", "C", id="d")), "A | A x=1: B | B: .", x=0)
    yield _flow("uncontrolled merge",
                one(S, parallel("g"), task("X"), task("Y"), user("C"), Z, *chain("s", "g", "X", "C", "e"),
                    *chain("g", "Y", "C")), "C C | C: C | C: .")
    yield _flow("implicit end", one(S, user("A"), *chain("s", "A")), "A | A: .")
    yield _flow("implicit start", one(user("A"), Z, *chain("A", "e")), "A | A: .")
    yield _flow("loop back",
                one(S, exclusive("m"), user("A"), exclusive("g", default="d"), Z, *chain("s", "m", "A", "g"),
                    flow("g", "m", "${again}"), flow("g", "e", id="d")),
                "A | A again=true: A | A again=true: A | A again=false: .")
    bare = '<bpmn:sequenceFlow sourceRef="s" targetRef="A"/><bpmn:sequenceFlow sourceRef="A" targetRef="e"/>'
    yield _flow("without ids", one(S, user("A"), Z, raw(bare)), "A | A: .")
    for name in ("Start", "End", "Root", "Ende", "main"):
        yield _flow(
            f"an element named {name}", one(start(name), user("A"), end("e"), *chain(name, "A", "e")), "A | A: ."
        )
    yield _flow("what one branch writes the other sees",
                one(S, parallel("g"), user("A"), user("B"), user("D"), *chain("s", "g", "A"), *chain("g", "B", "D")),
                "A B | A x=7: B | B: D x=7 | D: .")
    yield _flow("the last write counts behind a join",
                one(S, parallel("g"), user("A"), user("B"), parallel("j"), user("C"), *chain("s", "g", "A", "j", "C"),
                    *chain("g", "B", "j")), "A B | B x=5: A | A: C x=5 | C: .", x=0)
    yield _flow("a thousand turns without a wait",
                one(S, exclusive("m"), script("T", "${n + 1}", result_variable="n"), exclusive("g", default="d"),
                    user("A"), *chain("s", "m", "T", "g"), flow("g", "m", "${n < 1000}"), flow("g", "A", id="d")),
                "A n=1000 | A: .", n=0)
    yield _flow("into a sub-process", one(S, element("subProcess", "SP", user("A")), *chain("s", "A")), "",
                Camunda.REFUSES)
    yield _flow("to nowhere", one(S, user("A"), *chain("s", "A", "gone")), "", Camunda.REFUSES)


def _data() -> Iterator[Case]:
    def tolerated(row: str, *drawn: Xml, inside: Xml | None = None) -> Case:
        diagram = one(S, user("A", *([inside] if inside else [])), Z, *drawn, *chain("s", "A", "e"))
        return Case("data", row, "", "documentation, as in Camunda", diagram, "A | A: .")

    yield tolerated(
        "data object", raw('<bpmn:dataObject id="d1"/><bpmn:dataObjectReference id="r1" dataObjectRef="d1"/>')
    )
    yield tolerated("data store", raw('<bpmn:dataStoreReference id="r1" name="files"/>'))
    yield tolerated("property", raw('<bpmn:property id="p1" name="p1"/>'))
    specification = (
        '<bpmn:ioSpecification id="io"><bpmn:dataInput id="a" name="a"/><bpmn:inputSet><bpmn:dataInputRefs>a'
        "</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/></bpmn:ioSpecification>"
    )
    yield tolerated("input/output specification", inside=raw(specification))
    association = (
        '<bpmn:dataInputAssociation id="i1"><bpmn:sourceRef>r1</bpmn:sourceRef><bpmn:targetRef>t</bpmn:targetRef>'
    )
    yield tolerated("data association", raw('<bpmn:dataObjectReference id="r1"/>'),
                    inside=raw(f"{association}</bpmn:dataInputAssociation>"))
    yield tolerated(
        "text annotation", raw('<bpmn:textAnnotation id="t1"><bpmn:text>note</bpmn:text></bpmn:textAnnotation>')
    )


def _collaboration() -> Iterator[Case]:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Dept"><bpmn:flowNodeRef>A</bpmn:flowNodeRef><bpmn:childLaneSet '
        'id="c"><bpmn:lane id="l2" name="Clerk"><bpmn:flowNodeRef>A</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    yield Case("collaboration", "lane", "", "nested", line(raw(lanes), user("A"), ids=("A",)), "A | A: .")
    pools = (
        '<bpmn:collaboration id="col"><bpmn:participant id="pa" processRef="p"/>'
        '<bpmn:participant id="pb" processRef="q"/>'
        '<bpmn:messageFlow id="mf" sourceRef="t" targetRef="qs"/></bpmn:collaboration>'
    )
    both = two((S, throw("t", message("M")), user("A"), Z, *chain("s", "t", "A", "e")),
               (start("qs", message("M")), user("Q"), *chain("qs", "Q")))
    last = b"</bpmn:definitions>"
    joined = both.replace(last, pools.encode() + last)
    yield Case("collaboration", "pool", "", "a message from one starts the other", joined, "A Q | A: Q | Q: .")
    yield Case("collaboration", "pool", "", "of a process that is missing is only drawn",
               one(S, user("A"), *chain("s", "A")).replace(last, pools.encode() + last), "A | A: .")


_DIALECTS = {
    "Camunda": "http://camunda.org/schema/1.0/bpmn",
    "Operaton": "http://operaton.org/schema/1.0/bpmn",
    "CIB seven": "http://cibseven.org/schema/1.0/bpmn",
    "Activiti": "http://activiti.org/bpmn",
    "Flowable": "http://flowable.org/bpmn",
}


def _dialects() -> Iterator[Case]:
    diagram = bpmn("p", S, user("A", assignee="${who}"), Z, *chain("s", "A", "e"))
    for name, space in _DIALECTS.items():
        text = diagram.replace(_DIALECTS["Camunda"].encode(), space.encode())
        yield Case("dialect", name, "", "the same attributes mean the same", text, "A | A: .", {"who": "zhang"})
    zeebe = diagram.replace(_DIALECTS["Camunda"].encode(), b"http://camunda.org/schema/zeebe/1.0")
    yield Case("dialect", "Zeebe (Camunda 8)", "", "means another engine", zeebe, "", camunda=Camunda.REFUSES)
