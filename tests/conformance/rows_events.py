"""Events: every kind at every place (BPMN 2.0.2, table 10.93), and more about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.conformance.words import (
    Camunda,
    Case,
    S,
    Z,
    around,
    cancel,
    compensate,
    conditional,
    event,
    handled,
    handler,
    line,
    one,
    two,
    undone_by,
)
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    call,
    catch,
    chain,
    end,
    error,
    escalation,
    flow,
    link,
    message,
    multi,
    parallel,
    receive,
    service,
    signal,
    start,
    sub,
    terminate,
    throw,
    timer,
    user,
)

# fmt: off
PLACES = (
    "process start", "sub-process start", "event sub-process, interrupting", "event sub-process, non-interrupting",
    "catch", "boundary, interrupting", "boundary, non-interrupting", "throw", "end",
)
SHORT = dict(zip(PLACES, ("ps", "ss", "ei", "en", "c", "bi", "bn", "t", "e"), strict=True))
LEGAL = {
    "none": "ps ss t e",
    "message": "ps ei en c bi bn t e",
    "timer": "ps ei en c bi bn",
    "signal": "ps ei en c bi bn t e",
    "conditional": "ps ei en c bi bn",
    "error": "ei bi e",
    "escalation": "ei en bi bn t e",
    "compensation": "ei bi t e",
    "cancel": "bi e",
    "link": "c t",
    "terminate": "e",
    "multiple": "ps ei en c bi bn t e",
    "parallel multiple": "ps ei en c bi bn",
}
"""Kind -> the places BPMN allows, by their short names."""
NOT_IN_CAMUNDA = {"multiple", "parallel multiple"}


@dataclass(frozen=True)
class Kind:
    """How an event of a kind is drawn, and how it is made to happen from outside."""

    definitions: tuple[Xml, ...]
    moves: tuple[str, ...] = ()
    """Moves that make it happen, one after the other."""
    parallel: bool | None = None

    def fired(self, before: str, after: str) -> str:
        """The part of a story in which it happens."""
        *first, last = self.moves
        return " | ".join([*(f"{move}: {before}" for move in first), f"{last}: {after}"])


KINDS = {
    "none": Kind(()),
    "message": Kind((message("M"),), ("message M",)),
    "timer": Kind((timer(duration="PT1H"),), ("tick",)),
    "signal": Kind((signal("S"),), ("signal S",)),
    "conditional": Kind((conditional(),), ("set x=1",)),
    "error": Kind((error("E1"),)),
    "escalation": Kind((escalation("X1"),)),
    "compensation": Kind((compensate(),)),
    "cancel": Kind((cancel(),)),
    "link": Kind((link("L"),)),
    "terminate": Kind((terminate(),)),
    "multiple": Kind((message("M"), signal("S")), ("signal S",)),
    "parallel multiple": Kind((message("M"), signal("S")), ("signal S", "message M"), parallel=True),
}


def cases() -> Iterator[Case]:
    """All rows about events."""
    yield from _waiting()
    yield from _illegal()
    yield from _thrown()
    yield from _caught_inside()
    yield from _times()
    yield from _more_waiting()


def _case(kind: str, place: str, what: str, diagram: bytes, story: str, camunda: Camunda | None = None) -> Case:
    by_kind = Camunda.REFUSES if kind in NOT_IN_CAMUNDA else Camunda.RUNS
    return Case("event", kind, place, what, diagram, story, {"x": 0}, camunda or by_kind)


def _waiting() -> Iterator[Case]:
    """Kinds that happen from outside, at every place where they are caught."""
    for name, kind in KINDS.items():
        if not kind.moves:
            continue
        at = {place: event_at(kind, short) for place, short in SHORT.items() if short in LEGAL[name].split()}
        fired = kind.fired
        begin = fired("-", "A") if name != "conditional" else "evaluate x=1: A"
        yield _case(name, "process start", "", one(at["process start"], user("A"), Z, *chain("n", "A", "e")),
                    f"! | {begin} | A: .")
        yield _case(name, "catch", "", one(S, at["catch"], user("A"), Z, *chain("s", "n", "A", "e")),
                    f"- | {fired('-', 'A')} | A: .")
        yield from _boundaries(name, kind)
        yield from _event_sub_processes(name, kind)


def event_at(kind: Kind, place: str) -> Xml:
    """The event node `n` at a place; a boundary event stands on A."""
    tags = {"ps": "startEvent", "ss": "startEvent", "ei": "startEvent", "en": "startEvent", "e": "endEvent",
            "c": "intermediateCatchEvent", "t": "intermediateThrowEvent"}
    if place in ("bi", "bn"):
        quiet = None if place == "bi" else False
        return event("boundaryEvent", "n", *kind.definitions, attachedToRef="A", cancelActivity=quiet,
                     parallelMultiple=kind.parallel)
    return event(tags[place], "n", *kind.definitions, parallelMultiple=kind.parallel)


_HOSTS: dict[str, Callable[[], tuple[tuple[Xml, ...], tuple[Xml, ...]]]] = {
    "user task": lambda: ((user("H"),), ()),
    "sub-process": lambda: ((sub("H", start("s1"), user("A"), end("e1"), *chain("s1", "A", "e1")),), ()),
    "call activity": lambda: ((call("H", "q"),), (start("s1"), user("A"), end("e1"), *chain("s1", "A", "e1"))),
}
"""Host of a boundary event -> the host H, and the process it calls. What waits in it is A; in the user task H."""


def _boundaries(name: str, kind: Kind) -> Iterator[Case]:
    for quiet in (False, True):
        place = f"boundary, {'non-' if quiet else ''}interrupting"
        for host, make in _HOSTS.items():
            inside = "H" if host == "user task" else "A"
            elements, called = make()
            extra = event("boundaryEvent", "b", *kind.definitions, attachedToRef="H",
                          cancelActivity=not quiet, parallelMultiple=kind.parallel)
            drawn = (S, *elements, extra, user("B"), user("C"), Z, end("e2"), *chain("s", "H", "C", "e"),
                     *chain("b", "B", "e2"))
            diagram = two(drawn, called) if called else one(*drawn)
            together = " ".join(sorted(["B", inside]))
            if quiet:
                told = f"{inside} | {kind.fired(inside, together)} | B: {inside} | {inside}: C | C: ."
            else:
                told = f"{inside} | {kind.fired(inside, 'B')} | B: ."
            yield _case(name, place, f"on a {host}", diagram, told)
            if host == "user task":
                yield _case(name, place, "does not happen", diagram, "H | H: C | C: .")


def _event_sub_processes(name: str, kind: Kind) -> Iterator[Case]:
    for quiet in (False, True):
        place = f"event sub-process, {'non-' if quiet else ''}interrupting"
        handling = handled(*kind.definitions, interrupting=not quiet, parallelMultiple=kind.parallel)
        fired = kind.fired("A", "A H") + " | H: A | A" if quiet else kind.fired("A", "H") + " | H"
        outer = one(S, user("A"), Z, *chain("s", "A", "e"), handling)
        yield _case(name, place, "of the process", outer, f"A | {fired}: .")
        yield _case(name, place, "does not happen", outer, "A | A: .")
        nested = one(S, around("SP", handling), user("C"), Z, *chain("s", "SP", "C", "e"))
        yield _case(name, place, "of a sub-process", nested, f"A | {fired}: C | C: .")


def _illegal() -> Iterator[Case]:
    """What BPMN does not allow is refused, not guessed at."""
    for name, kind in KINDS.items():
        for place, short in SHORT.items():
            if short in LEGAL[name].split() or (name == "none" and short in ("ei", "en", "bi", "bn", "c")):
                continue
            yield _case(name, place, "not in BPMN", _drawn(kind, short), "", Camunda.REFUSES)
    for short, place in (("ei", PLACES[2]), ("en", PLACES[3]), ("bi", PLACES[5]), ("bn", PLACES[6])):
        yield _case("none", place, "not in BPMN", _drawn(KINDS["none"], short), "", Camunda.REFUSES)


def _drawn(kind: Kind, short: str) -> bytes:
    node = event_at(kind, short)
    match short:
        case "ps":
            return one(node, user("A"), Z, *chain("n", "A", "e"))
        case "ss":
            return one(S, sub("SP", node, user("A"), end("e1"), *chain("n", "A", "e1")), Z, *chain("s", "SP", "e"))
        case "ei" | "en":
            return one(S, user("A"), Z, *chain("s", "A", "e"), handled(*kind.definitions, interrupting=short == "ei"))
        case "bi" | "bn":
            return one(S, user("A"), node, user("B"), Z, *chain("s", "A", "e"), *chain("n", "B", "e"))
        case "e":
            return one(S, user("A"), node, *chain("s", "A", "n"))
        case _:
            return one(S, node, user("A"), Z, *chain("s", "n", "A", "e"))


def _thrown() -> Iterator[Case]:
    receiver = (start("qs", message("M")), user("Q"), end("qe"), *chain("qs", "Q", "qe"))
    listener = (start("qs", signal("S")), user("Q"), end("qe"), *chain("qs", "Q", "qe"))
    passing = chain("s", "n", "A", "e")
    yield _case("none", "process start", "", line(user("A"), ids=("A",)), "A | A: .")
    yield _case("none", "sub-process start", "", one(S, around(), Z, *chain("s", "SP", "e")), "A | A: .")
    yield _case("none", "throw", "", one(S, throw("n"), user("A"), Z, *passing), "A | A: .")
    yield _case("none", "end", "the last token ends it",
                one(S, parallel("g"), user("A"), user("B"), Z, end("e2"), *chain("s", "g", "A", "e"),
                    *chain("g", "B", "e2")), "A B | A: B | B: .")
    yield _case("message", "throw", "starts another process",
                two((S, throw("n", message("M")), user("A"), Z, *passing), receiver), "A Q | A: Q | Q: .")
    yield _case("message", "throw", "as an external task",
                one(S, throw("n", message("M", type="external", topic="T")), user("A"), Z, *passing),
                "n | work T: A | A: .")
    yield _case("message", "end", "starts another process",
                two((S, end("n", message("M")), *chain("s", "n")), receiver), "Q | Q: .")
    yield _case("message", "end", "as an external task",
                one(S, end("n", message("M", type="external", topic="T")), *chain("s", "n")),
                "n | work T: .")
    yield _case("signal", "throw", "starts another process",
                two((S, throw("n", signal("S")), user("A"), Z, *passing), listener), "A Q | A: Q | Q: .")
    both = (S, parallel("g"), catch("c", signal("S")), user("A"), catch("d", signal("S")), user("B"), user("U"), Z,
            *chain("s", "g", "c", "A", "e"), *chain("g", "d", "B", "e"), *chain("g", "U", "n"))
    yield _case("signal", "throw", "reaches every catcher of the instance",
                one(*both, throw("n", signal("S")), flow("n", "e")), "U | U: A B | A: B | B: .")
    yield _case("signal", "end", "reaches every catcher", one(*both, end("n", signal("S"))), "U | U: A B | A: B | B: .")
    yield _case("multiple", "throw", "throws all",
                two((S, event("intermediateThrowEvent", "n", message("M"), signal("S")), user("A"), Z, *passing),
                    receiver), "A Q | A: Q | Q: .")
    yield _case("multiple", "end", "throws all",
                two((S, event("endEvent", "n", message("M"), signal("S")), *chain("s", "n")), receiver),
                "Q | Q: .")
    yield _case("link", "throw", "goes on at its catch",
                one(S, throw("n", link("L")), catch("m", link("L")), user("A"), Z, *chain("s", "n"),
                    *chain("m", "A", "e")), "A | A: .")
    yield _case("link", "catch", "of several throws",
                one(S, parallel("g"), throw("n", link("L")), throw("o", link("L")), catch("m", link("L")), user("A"),
                    Z, *chain("s", "g", "n"), *chain("g", "o"), *chain("m", "A", "e")), "A A | A: A | A: .")
    yield _case("link", "throw", "without a catch",
                one(S, throw("n", link("L")), user("A"), Z, *chain("s", "A", "e"), *chain("A", "n")),
                "", Camunda.REFUSES)


def _failing(thrown: Xml, *caught: Xml, quiet: bool = False) -> bytes:
    """Sub-process with A that ends in `thrown`; `caught` on its border leads to B."""
    inner = sub("SP", start("s1"), user("A"), end("e1", thrown), *chain("s1", "A", "e1"))
    return one(S, inner, event("boundaryEvent", "b", *caught, attachedToRef="SP", cancelActivity=not quiet), user("B"),
               user("C"), Z, *chain("s", "SP", "C", "e"), *chain("b", "B", "e"))


def _caught_inside() -> Iterator[Case]:
    at_border = "A | A: B | B: ."
    yield _case("error", "end", "caught on the sub-process", _failing(error("E1"), error("E1")), at_border)
    yield _case(
        "error", "boundary, interrupting", "without code catches all", _failing(error("E1"), error()), at_border
    )
    yield _case("error", "end", "uncaught ends the instance", one(S, user("A"), end("n", error("E1")),
                                                                    *chain("s", "A", "n")), "A | A: .")
    yield _case("error", "boundary, interrupting", "another code is not caught",
                _failing(error("E1"), error("E2")), "A | A: .")
    inner = sub("IN", start("s2"), user("A"), end("e2", error("E1")), *chain("s2", "A", "e2"))
    deep = sub("SP", start("s1"), inner, end("e1"), *chain("s1", "IN", "e1"))
    handling = (user("B"), user("C"), Z, *chain("s", "SP", "C", "e"), *chain("b", "B", "e"))
    yield _case("error", "boundary, interrupting", "from two levels below",
                one(S, deep, boundary("b", "SP", error("E1")), *handling), at_border)
    caught = sub("SP", start("s1"), inner, boundary("bi", "IN", error("E1")), user("I"), end("e1"),
                 *chain("s1", "IN", "e1"), *chain("bi", "I", "e1"))
    yield _case("error", "boundary, interrupting", "the innermost catches",
                one(S, caught, boundary("b", "SP", error("E1")), *handling), "A | A: I | I: C | C: .")
    failing = (start("s1"), user("A"), end("e1", error("E1")), *chain("s1", "A", "e1"))
    yield _case("error", "boundary, interrupting", "of a called process",
                two((S, call("SP", "q"), boundary("b", "SP", error("E1")), *handling), failing), at_border)
    siblings = sub("SP", start("s1"), parallel("g"), user("A"), user("K"), end("e1", error("E1")), end("e3"),
                   *chain("s1", "g", "A", "e1"), *chain("g", "K", "e3"))
    yield _case("error", "boundary, interrupting", "cancels the siblings",
                one(S, siblings, boundary("b", "SP", error("E1")), *handling), "A K | A: B | B: .")
    yield _case("error", "boundary, interrupting", "thrown by a worker",
                one(S, service("SP", topic="T"), boundary("b", "SP", error("E1")), *handling),
                "SP | fail T E1: B | B: .")
    failed = (user("A"), end("n", error("E1")), *chain("s", "A", "n"))
    place = "event sub-process, interrupting"
    yield _case("error", place, "of the process", one(S, *failed, handled(error("E1"))), "A | A: H | H: .")
    yield _case("error", place, "does not happen", line(user("A"), handled(error("E1")), ids=("A",)), "A | A: .")
    within = sub("SP", start("s1"), user("A"), end("e1", error("E1")), *chain("s1", "A", "e1"), handled(error("E1")))
    yield _case("error", place, "of a sub-process", one(S, within, user("C"), Z, *chain("s", "SP", "C", "e")),
                "A | A: H | H: C | C: .")
    yield from _escalations()
    yield from _terminating()
    yield from _compensating()


def _escalations() -> Iterator[Case]:
    def inside(thrown: Xml) -> Xml:
        return sub("SP", start("s1"), user("A"), thrown, user("D"), end("e1"), *chain("s1", "A", "t", "D", "e1"))

    handling = (user("B"), user("C"), Z, *chain("s", "SP", "C", "e"), *chain("b", "B", "e"))
    thrown = throw("t", escalation("X1"))
    yield _case("escalation", "throw", "uncaught, the instance goes on",
                one(S, throw("n", escalation("X1")), user("A"), Z, *chain("s", "n", "A", "e")), "A | A: .")
    yield _case("escalation", "boundary, interrupting", "",
                one(S, inside(thrown), boundary("b", "SP", escalation("X1")), *handling), "A | A: B | B: .")
    yield _case("escalation", "boundary, non-interrupting", "",
                one(S, inside(thrown), boundary("b", "SP", escalation("X1"), interrupting=False), *handling),
                "A | A: B D | D: B C | B: C | C: .")
    yield _case("escalation", "boundary, non-interrupting", "without code catches all",
                one(S, inside(thrown), boundary("b", "SP", escalation(), interrupting=False), *handling),
                "A | A: B D | B: D | D: C | C: .")
    called = (start("s1"), user("A"), throw("t", escalation("X1")), user("D"), end("e1"),
              *chain("s1", "A", "t", "D", "e1"))
    yield _case("escalation", "boundary, non-interrupting", "of a called process",
                two((S, call("SP", "q"), boundary("b", "SP", escalation("X1"), interrupting=False), *handling), called),
                "A | A: B D | B: D | D: C | C: .")
    yield _case("escalation", "end", "the sub-process goes on",
                _failing(escalation("X1"), escalation("X1"), quiet=True), "A | A: B C | B: C | C: .")
    going_on = (S, user("A"), throw("t", escalation("X1")), user("D"), Z, *chain("s", "A", "t", "D", "e"))
    yield _case("escalation", "event sub-process, interrupting", "of the process",
                one(*going_on, handled(escalation("X1"))), "A | A: H | H: .")
    yield _case("escalation", "event sub-process, non-interrupting", "of the process",
                one(*going_on, handled(escalation("X1"), interrupting=False)), "A | A: D H | H: D | D: .")


def _terminating() -> Iterator[Case]:
    ending = (parallel("g"), user("A"), user("B"), end("e1"), end("e2", terminate()), *chain("g", "A", "e1"),
              *chain("g", "B", "e2"))
    yield _case("terminate", "end", "ends every token", one(S, *ending, flow("s", "g")), "A B | B: .")
    yield _case("terminate", "end", "of a sub-process ends only that",
                one(S, sub("SP", start("s1"), *ending, flow("s1", "g")), user("C"), Z, *chain("s", "SP", "C", "e")),
                "A B | B: C | C: .")
    yield _case("terminate", "end", "of a called process ends only that",
                two((S, call("SP", "q"), user("C"), Z, *chain("s", "SP", "C", "e")),
                    (start("s1"), *ending, flow("s1", "g"))), "A B | B: C | C: .")
    yield _case("terminate", "end", "cancels sub-processes that run",
                one(S, parallel("g"), around(), boundary("b", "SP", message("M")), user("X"), user("B"), Z,
                    end("e2", terminate()), end("e3"), *chain("s", "g", "SP", "e"), *chain("b", "X", "e3"),
                    *chain("g", "B", "e2")), "A B | B: .")


def _compensating() -> Iterator[Case]:
    undo = undone_by("A", handler("K"), "K")
    yield _case("compensation", "throw", "runs the handler",
                one(S, user("A"), *undo, throw("t", compensate()), user("B"), Z, *chain("s", "A", "t", "B", "e")),
                "A | A: K | K: B | B: .")
    yield _case("compensation", "throw", "of one activity",
                one(S, user("A"), *undo, user("D"), *undone_by("D", handler("L"), "L"), throw("t", compensate("A")),
                    user("B"), Z, *chain("s", "A", "D", "t", "B", "e")), "A | A: D | D: K | K: B | B: .")
    yield _case("compensation", "throw", "what was never done is not undone",
                one(S, *undone_by("A", handler("K"), "K"), user("A"), throw("t", compensate()), user("B"), Z,
                    *chain("s", "t", "B", "A", "e")), "B | B: A | A: .")
    yield _case("compensation", "end", "runs the handler", one(S, user("A"), *undo, end("t", compensate()),
                                                               *chain("s", "A", "t")), "A | A: K | K: .")
    yield _case("compensation", "boundary, interrupting", "once for every instance of the activity",
                one(S, user("A", multi(cardinality=2)), *undo, throw("t", compensate()), user("B"), Z,
                    *chain("s", "A", "t", "B", "e")), "A A | A: A | A: K K | K: K | K: B | B: .")
    yield _case("compensation", "event sub-process, interrupting", "of a finished sub-process",
                one(S, around("SP", handled(compensate())), throw("t", compensate()), user("C"), Z,
                    *chain("s", "SP", "t", "C", "e")), "A | A: H | H: C | C: .")


def _times() -> Iterator[Case]:
    def caught(definition: Xml) -> bytes:
        return one(S, catch("n", definition), user("A"), Z, *chain("s", "n", "A", "e"))

    for what, definition in (
        ("date", timer(date="2026-04-01T09:00:00+08:00")),
        ("date in UTC", timer(date="2026-04-01T09:00:00Z")),
        ("date by expression", timer(date="${when}")),
        ("duration by expression", timer(duration="${length}")),
        ("cycle happens once", timer(cycle="R3/PT1H")),
        ("cron happens once", timer(cycle="0 0/5 * * * ?")),
    ):
        case = _case("timer", "catch", what, caught(definition), "- | tick: A | A: .")
        values = {"when": "2026-04-01T09:00:00+08:00", "length": "PT2H"}
        yield Case(case.area, case.row, case.place, case.what, case.diagram, case.story, values)
    yield _case("timer", "process start", "cycle starts several",
                one(start("s", timer(cycle="R2/PT1H")), user("A"), Z, *chain("s", "A", "e")),
                "! | tick: A | tick: A A | A: A | A: .")
    yield _case("timer", "process start", "date",
                one(start("s", timer(date="2026-04-01T09:00:00+08:00")), user("A"), Z, *chain("s", "A", "e")),
                "! | tick: A | A: .")
    again = (user("B"), Z, end("e2"), *chain("s", "A", "e"), *chain("b", "B", "e2"))
    yield _case("timer", "boundary, non-interrupting", "cycle happens twice",
                one(S, user("A"), boundary("b", "A", timer(cycle="R2/PT1H"), interrupting=False), *again),
                "A | tick: A B | tick: A B B | A: B B | B: B | B: .")
    yield _case("timer", "boundary, interrupting", "cycle happens once",
                one(S, user("A"), boundary("b", "A", timer(cycle="R2/PT1H")), *again), "A | tick: B | B: .")
    yield _case("timer", "boundary, interrupting", "date",
                one(S, user("A"), boundary("b", "A", timer(date="2026-04-01T09:00:00+08:00")), *again),
                "A | tick: B | B: .")
    yield _case("timer", "event sub-process, non-interrupting", "cycle happens twice",
                one(S, user("A"), Z, *chain("s", "A", "e"), handled(timer(cycle="R2/PT1H"), interrupting=False)),
                "A | tick: A H | tick: A H H | A: H H | H: H | H: .")


def _more_waiting() -> Iterator[Case]:
    again = (user("B"), Z, end("e2"), *chain("s", "A", "e"), *chain("b", "B", "e2"))
    for kind, definition, move in (("message", message("M"), "message M"), ("signal", signal("S"), "signal S")):
        yield _case(kind, "boundary, non-interrupting", "happens twice",
                    one(S, user("A"), boundary("b", "A", definition, interrupting=False), *again),
                    f"A | {move}: A B | {move}: A B B | A: B B | B: B | B: .")
        yield _case(kind, "event sub-process, non-interrupting", "happens twice",
                    line(user("A"), handled(definition, interrupting=False), ids=("A",)),
                    f"A | {move}: A H | {move}: A H H | A: H H | H: H | H: .")
        yield _case(kind, "boundary, interrupting", "on a receive task",
                    one(S, receive("A", message="R"), boundary("b", "A", definition), *again),
                    f"- | {move}: B | B: .")
        yield _case(kind, "boundary, interrupting", "on a parallel multi-instance task",
                    one(S, user("A", multi(cardinality=2)), boundary("b", "A", definition), *again),
                    f"A A | {move}: B | B: .")
    yield _case("timer", "boundary, non-interrupting", "once for a whole multi-instance",
                one(S, user("A", multi(cardinality=2)),
                    boundary("b", "A", timer(duration="PT1H"), interrupting=False), *again),
                "A A | tick: A A B | A: A B | A: B | B: .")
    yield _case("message", "boundary, interrupting", "leads back to its own task",
                one(S, user("A"), boundary("b", "A", message("M")), user("B"), Z, *chain("s", "A", "e"),
                    *chain("b", "B", "A")), "A | message M: B | B: A | message M: B | B: A | A: .")
    yield _case("message", "boundary, interrupting", "the first of two wins",
                one(S, user("A"), boundary("b", "A", message("M")), boundary("c", "A", timer(duration="PT1H")),
                    user("B"), user("C"), Z, *chain("s", "A", "e"), *chain("b", "B", "e"), *chain("c", "C", "e")),
                "A | message M: B | B: .")
    yield _case("message", "catch", "brings variables",
                one(S, catch("n", message("M")), user("A"), Z, *chain("s", "n", "A", "e")),
                "- | message M k=1: A k=1 | A: .")
    several = one(start("s1", message("M")), start("s2", message("N")), user("A"), user("B"), Z,
                  *chain("s1", "A", "e"), *chain("s2", "B", "e"))
    yield _case("message", "process start", "of several, the one that was meant", several, "! | message N: B | B: .")
    yield _case("none", "process start", "beside a message start",
                one(S, start("s2", message("N")), user("A"), user("B"), Z, *chain("s", "A", "e"),
                    *chain("s2", "B", "e")), "A | A: .")
    fork = (parallel("g"), user("U"), *chain("s", "g", "U", "e"))
    yield _case("conditional", "catch", "another branch makes it true",
                one(S, *fork, catch("n", conditional()), user("A"), Z, *chain("g", "n", "A", "e")),
                "U | U x=1: A | A: .")
    yield Case("event", "conditional", "catch", "true from the start",
               one(S, catch("n", conditional()), user("A"), Z, *chain("s", "n", "A", "e")), "A | A: .", {"x": 1})
    yield _case("message", "event sub-process, non-interrupting", "shares variables with the scope around it",
                one(S, user("A"), user("D"), Z, *chain("s", "A", "D", "e"), handled(message("M"), interrupting=False)),
                "A | message M: A H | H x=1: A | A: D x=1 | D: .")
