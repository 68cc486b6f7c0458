"""Activities, multi-instance and loops, sub-processes of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.words import (
    Camunda,
    Case,
    S,
    Z,
    around,
    cancel,
    embedded,
    event,
    handler,
    line,
    one,
    two,
    undone_by,
)
from tests.support.bpmn_builder import (
    Value,
    Xml,
    boundary,
    call,
    call_in,
    call_out,
    chain,
    element,
    end,
    error,
    exclusive,
    extension,
    flow,
    inputs,
    loop,
    manual,
    message,
    multi,
    outputs,
    parallel,
    raw,
    receive,
    rule,
    script,
    send,
    service,
    start,
    sub,
    task,
    timer,
    user,
)

# fmt: off
_TABLE = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
    b'<decision id="D" name="D"><decisionTable id="t" hitPolicy="UNIQUE"><input id="i"><inputExpression id="ie">'
    b'<text>x</text></inputExpression></input><output id="o" name="out"/><rule id="r1"><inputEntry id="a">'
    b'<text>&lt; 2</text></inputEntry><outputEntry id="b"><text>"one"</text></outputEntry></rule><rule id="r2">'
    b'<inputEntry id="c"><text>&gt;= 2</text></inputEntry><outputEntry id="f"><text>"many"</text></outputEntry></rule>'
    b"</decisionTable></decision></definitions>"
)
_CALLED = (start("s1"), user("A"), end("e1"), *chain("s1", "A", "e1"))


def cases() -> Iterator[Case]:
    """All rows about activities."""
    yield from _tasks()
    yield from _calls()
    yield from _multi_instance()
    yield from _loops()
    yield from _sub_processes()
    yield from _transactions()
    yield from _ad_hoc()


def _case(row: str, what: str, diagram: bytes, story: str, camunda: Camunda = Camunda.RUNS, **variables: Value) -> Case:
    return Case("activity", row, "", what, diagram, story, variables, camunda)


def _tasks() -> Iterator[Case]:
    yield _case("undefined task", "passes through", line(task("T"), user("A"), ids=("T", "A")), "A | A: .")
    yield _case("manual task", "passes through", line(manual("T"), user("A"), ids=("T", "A")), "A | A: .")
    yield _case("user task", "waits for a person", line(user("A", assignee="zhang"), ids=("A",)), "A | A: .")
    yield _case("service task", "external", line(service("A", topic="T"), ids=("A",)), "A | work T: .")
    yield _case("service task", "expression and result variable",
                line(service("T", expression="${x + 1}", result_variable="r"), user("A"), ids=("T", "A")),
                "A r=2 | A: .", x=1)
    yield _case("service task", "without implementation", line(service("A"), ids=("A",)), "", Camunda.REFUSES)
    for attribute, value in (("class_", "org.example.Work"), ("delegate_expression", "${work}")):
        java: dict[str, Any] = {attribute: value}
        yield _case("service task", f"Java {attribute.rstrip('_')}, no worker for it",
                    line(element("serviceTask", "A", **java), ids=("A",)), "", Camunda.JVM)
    for format, text in (("juel", "${x + 1}"), ("feel", "x + 1")):
        yield _case("script task", format,
                    line(script("T", text, format=format, result_variable="r"), user("A"), ids=("T", "A")),
                    "A r=2 | A: .", x=1)
    for format in ("javascript", "groovy"):
        yield _case("script task", format, line(script("A", "1 + 1", format=format), ids=("A",)), "", Camunda.JVM)
    for mapping, result in (
        ("singleEntry", "r=many"),
        ("singleResult", ""),
        ("collectEntries", ""),
        ("resultList", ""),
    ):
        diagram = line(rule("T", decision="D", result_variable="r", map_decision_result=mapping), user("A"),
                       ids=("T", "A"))
        yield Case("activity", "business rule task", "", f"decision table, {mapping}", diagram, f"A {result} | A: .",
                   {"x": 5}, tables=(_TABLE,))
    yield _case("business rule task", "external", line(rule("A", type="external", topic="T"), ids=("A",)),
                "A | work T: .")
    yield _case("business rule task", "expression",
                line(rule("T", expression="${x}", result_variable="r"), user("A"), ids=("T", "A")), "A r=1 | A: .",
                x=1)
    yield _case("send task", "external", line(send("A", topic="T"), ids=("A",)), "A | work T: .")
    yield _case("send task", "message", two((S, send("T", message="M"), Z, *chain("s", "T", "e")),
                                            (start("qs", message("M")), user("A"), *chain("qs", "A"))), "A | A: .")
    yield _case("receive task", "with message", line(receive("R", message="M"), user("A"), ids=("R", "A")),
                "- | message M: A | A: .")
    yield _case("receive task", "without message waits for a trigger from outside",
                line(receive("R", message=None), user("A"), ids=("R", "A")), "- | trigger: A | A: .")
    instantiating = element("receiveTask", "R", own={"instantiate": True, "messageRef": "message_M"})
    yield _case("receive task", "that starts the instance",
                one(Xml(instantiating.text, frozenset({("message", "M")})), user("A"), Z, *chain("R", "A", "e")),
                "! | message M: A | A: .", Camunda.REFUSES)
    for kind, made in (("user task", user), ("service task", service)):
        more: dict[str, Any] = {"topic": "T"} if kind == "service task" else {}
        done = "work T y=7" if more else "A y=7"
        yield _case(kind, "input and output parameters",
                    line(made("A", inputs(i="${x + 1}"), outputs(o="${i}"), **more), user("C"), ids=("A", "C")),
                    f"A | {done}: C o=2 | C: .", x=1)
    yield _case("user task", "asynchronous before and after",
                line(user("A", async_before=True, async_after=True), ids=("A",)), "A | A: .")
    yield _case("user task", "boundary event on a passing task is never seen",
                one(S, task("T"), boundary("b", "T", timer(duration="PT1H")), user("A"), user("B"), Z,
                    *chain("s", "T", "A", "e"), *chain("b", "B", "e")), "A | A: .")
    listener = '<camunda:executionListener event="start" expression="${execution.setVariable(\'y\', 5)}"/>'
    yield _case("user task", "execution listener by expression",
                line(user("A", extension(listener)), user("C"), ids=("A", "C")), "A y=5 | A: C | C: .")
    listener = '<camunda:taskListener event="create" expression="${task.setVariable(\'y\', 5)}"/>'
    yield _case("user task", "task listener by expression",
                line(user("A", extension(listener)), user("C"), ids=("A", "C")), "A y=5 | A: C | C: .")


def _calls() -> Iterator[Case]:
    def calling(*details: Xml, called: str = "q") -> bytes:
        return two((S, call("SP", called, *details), user("C"), Z, *chain("s", "SP", "C", "e")), _CALLED)

    yield _case("call activity", "runs an instance of its own", calling(), "A | A: C | C: .")
    yield _case("call activity", "called element by expression", calling(called="${x}"), "A | A: C | C: .", x="q")
    yield _case("call activity", "in and out mappings",
                calling(call_in(source="x", target="given"), call_out(source="y", target="got")),
                "A | A y=7: C got=7 | C: .", x=1)
    yield _case("call activity", "all variables both ways",
                calling(call_in(variables="all"), call_out(variables="all")), "A | A y=7: C x=1 y=7 | C: .", x=1)
    yield _case("call activity", "nothing is shared unless mapped", calling(), "A | A y=7: C x=1 | C: .", x=1)
    yield _case("call activity", "CMMN case", line(element("callActivity", "A", case_ref="c"), ids=("A",)), "",
                Camunda.JVM)


def _multi_instance() -> Iterator[Case]:
    failing = (start("s1"), user("A"), end("e1", error("E1")), *chain("s1", "A", "e1"))
    for sequential in (False, True):
        row = f"multi-instance, {'sequential' if sequential else 'parallel'}"
        both, third = ("A", "A") if sequential else ("A A", "A A A")

        def drawn(*parts: Xml, id: str = "A") -> bytes:
            return line(*parts, user("C"), ids=(id, "C"))

        yield _case(row, "cardinality", drawn(user("A", multi(sequential=sequential, cardinality=3))),
                    f"{third} | A: {both} | A: A | A: C | C: .")
        yield _case(row, "cardinality by expression",
                    drawn(user("A", multi(sequential=sequential, cardinality="${x}"))),
                    f"{both} | A: A | A: C | C: .", x=2)
        yield Case("activity", row, "", "collection and element variable",
                   drawn(user("A", multi(sequential=sequential, collection="${xs}", element_variable="v"),
                              outputs(last="${v}"))), f"{both} | A: A | A: C | C: .", {"xs": ["a", "b"]})
        yield Case("activity", row, "", "empty collection",
                   drawn(user("A", multi(sequential=sequential, collection="${xs}"))), "C | C: .", {"xs": []})
        yield _case(row, "completion condition by a variable",
                    drawn(user("A", multi(sequential=sequential, cardinality=3, until="${stop}"))),
                    f"{third} | A: {both} | A stop=true: C | C: .", stop=False)
        two_done = "${nrOfCompletedInstances == 2}"
        yield _case(row, "completion condition by nrOfCompletedInstances",
                    drawn(user("A", multi(sequential=sequential, cardinality=3, until=two_done))),
                    f"{third} | A: {both} | A: C | C: .")
        yield _case(row, "loopCounter and nrOfInstances",
                    drawn(user("A", multi(sequential=sequential, cardinality=2),
                               outputs(n="${loopCounter + nrOfInstances}"))), f"{both} | A: A | A: C | C: .")
        yield _case(row, "sub-process",
                    drawn(around("SP", multi(sequential=sequential, cardinality=2)), id="SP"),
                    f"{both} | A: A | A: C | C: .")
        called = (S, call("SP", "q", multi(sequential=sequential, cardinality=2)), user("C"), Z,
                  *chain("s", "SP", "C", "e"))
        yield _case(row, "call activity", two(called, _CALLED), f"{both} | A: A | A: C | C: .")
        yield _case(row, "script task",
                    drawn(element("scriptTask", "A", multi(sequential=sequential, cardinality=3),
                                  raw("<bpmn:script>${x + 1}</bpmn:script>"), own={"scriptFormat": "juel"},
                                  result_variable="x")), "C x=4 | C: .", x=1)
        yield _case(row, "interrupting timer cancels all",
                    one(S, user("A", multi(sequential=sequential, cardinality=2)),
                        boundary("b", "A", timer(duration="PT1H")), user("B"), Z, *chain("s", "A", "e"),
                        *chain("b", "B", "e")), f"{both} | tick: B | B: .")
        yield _case(row, "error of one is caught for all",
                    one(S, sub("SP", *failing, multi(sequential=sequential, cardinality=2)),
                        boundary("b", "SP", error("E1")), user("B"), user("C"), Z, *chain("s", "SP", "C", "e"),
                        *chain("b", "B", "e")), f"{both} | A: B | B: .")
        yield _case(row, "neither cardinality nor collection",
                    drawn(user("A", multi(sequential=sequential))), "", Camunda.REFUSES)


def _loops() -> Iterator[Case]:
    def drawn(characteristics: Xml) -> bytes:
        return line(user("A", characteristics), user("C"), ids=("A", "C"))

    row, no = "standard loop", Camunda.REFUSES
    yield _case(row, "maximum", drawn(loop("${true}", maximum=3)), "A | A: A | A: A | A: C | C: .", no)
    yield _case(row, "condition asked after each turn", drawn(loop("${again}")),
                "A | A again=true: A | A again=false: C | C: .", no, again=True)
    yield _case(row, "condition asked before", drawn(loop("${again}", test_before=True)), "C | C: .", no, again=False)
    yield _case(row, "sub-process", line(around("SP", loop("${true}", maximum=2)), user("C"), ids=("SP", "C")),
                "A | A: A | A: C | C: .", no)


def _sub_processes() -> Iterator[Case]:
    row = "embedded sub-process"

    def drawn(inner: Xml, *more: Xml) -> bytes:
        return one(S, inner, user("C"), Z, *chain("s", "SP", "C", "e"), *more)

    yield _case(row, "", drawn(around()), "A | A: C | C: .")
    yield _case(row, "without end event", drawn(sub("SP", start("s1"), user("A"), *chain("s1", "A"))),
                "A | A: C | C: .")
    yield _case(row, "without start and end event", drawn(sub("SP", user("A"))), "A | A: C | C: .")
    yield _case(row, "waits for every token",
                drawn(sub("SP", start("s1"), parallel("g"), user("A"), user("B"), *chain("s1", "g", "A"),
                          *chain("g", "B"))), "A B | A: B | B: C | C: .")
    yield _case(row, "entered twice",
                one(S, parallel("g"), task("X"), task("Y"), around(), user("C"), Z,
                    *chain("s", "g", "X", "SP", "C", "e"), *chain("g", "Y", "SP")),
                "A A | A: A C | A: C C | C: C | C: .")
    yield _case(row, "its variables are seen outside",
                one(S, parallel("g"), sub("SP", start("s1"), user("A"), user("D"), *chain("s1", "A", "D")), user("B"),
                    Z, end("e2"), *chain("s", "g", "SP", "e"), *chain("g", "B", "e2")),
                "A B | A x=7: B D x=7 | B: D | D: .")
    yield _case(row, "input parameter is local", drawn(sub("SP", inputs(x="5"), start("s1"), user("A"),
                                                           *chain("s1", "A"))), "A x=1 | A: C x=1 | C: .", x=1)
    yield _case(row, "two none start events",
                drawn(sub("SP", start("s1"), start("s2"), user("A"), *chain("s1", "A"), *chain("s2", "A"))), "",
                Camunda.REFUSES)
    nested = element("subProcess", "IN", event("startEvent", "is", message("N")), user("H"), *chain("is", "H"),
                     own={"triggeredByEvent": True})
    outer = element("subProcess", "ES", event("startEvent", "es", message("M")), user("B"), *chain("es", "B"), nested,
                    own={"triggeredByEvent": True})
    yield _case("event sub-process", "in an event sub-process", line(user("A"), outer, ids=("A",)),
                "A | message M: B | message N: H | H: .")
    yield _case("event sub-process", "without start event",
                line(user("A"), embedded("ES", user("H"), triggeredByEvent=True), ids=("A",)), "", Camunda.REFUSES)


def _transactions() -> Iterator[Case]:
    def drawn(*extra: Xml) -> bytes:
        inner = embedded("TX", start("s1"), user("A"), *extra, exclusive("g", default="d"), end("e1"),
                         end("ec", cancel()), *chain("s1", "A", "g"), flow("g", "ec", "${x == 1}"),
                         flow("g", "e1", id="d"), tag="transaction")
        return one(S, inner, event("boundaryEvent", "b", cancel(), attachedToRef="TX"), user("B"), user("C"), Z,
                   *chain("s", "TX", "C", "e"), *chain("b", "B", "e"))

    row = "transaction"
    yield _case(row, "completes", drawn(), "A | A: C | C: .", x=0)
    yield Case("event", "cancel", "end", "leaves the transaction by its cancel boundary", drawn(), "A | A: B | B: .",
               {"x": 1})
    undo = undone_by("A", handler("K"), "K")
    yield Case("event", "cancel", "boundary, interrupting", "after what was completed is compensated", drawn(*undo),
               "A | A: K | K: B | B: .", {"x": 1})
    yield _case(row, "cancel end outside a transaction", one(S, user("A"), end("n", cancel()), *chain("s", "A", "n")),
                "", Camunda.REFUSES)


def _ad_hoc() -> Iterator[Case]:
    def drawn(condition: str | None = "${done}", **own: Value) -> bytes:
        until = f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{condition}</bpmn:completionCondition>'
        inner = embedded("AH", user("A"), user("B"), *([raw(until)] if condition else []), tag="adHocSubProcess", **own)
        return one(S, inner, user("C"), Z, *chain("s", "AH", "C", "e"))

    row, no = "ad-hoc sub-process", Camunda.REFUSES
    yield _case(
        row, "a person starts what is needed", drawn(), "- | choose A: A | A done=true: C | C: .", no, done=False
    )
    yield _case(row, "an activity may be done again", drawn(),
                "- | choose A: A | A: - | choose A: A | A done=true: C | C: .", no, done=False)
    yield _case(row, "in parallel", drawn(cancelRemainingInstances=False),
                "- | choose A: A | choose B: A B | A done=true: B | B: C | C: .", no, done=False)
    yield _case(row, "one at a time", drawn(ordering="Sequential"),
                "- | choose A: A | A: - | choose B: B | B done=true: C | C: .", no, done=False)
