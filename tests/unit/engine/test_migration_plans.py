"""Plans of migration: what is mapped by itself, and what a plan may not say."""

from __future__ import annotations

import pytest

from app.domain.migration import MigrationInstruction, MigrationPlan
from app.engine.migrating.check_plan import check_plan
from app.engine.migrating.generate_plan import generate_plan
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    catch,
    chain,
    condition,
    end,
    event_sub,
    flow,
    message,
    multi,
    parallel,
    service,
    signal,
    start,
    sub,
    task,
    timer,
    user,
)
from tests.support.interpreter_driver import model_of

BODY = "#multiInstanceBody"


def process(*elements: Xml) -> bytes:
    return bpmn("p", start(), *elements, end(), *chain("start", "a", "end"))


def failures(source: bytes, target: bytes, *pairs: str, update: tuple[str, ...] = ()) -> list[str]:
    parts = [pair.partition(">") for pair in pairs]
    instructions = tuple(MigrationInstruction(old, new or old, old in update) for old, _, new in parts)
    reports = check_plan(MigrationPlan("1", "2", instructions), model_of(source), model_of(target))
    return [text.en for report in reports for text in report.failures]


def generated(source: bytes, target: bytes, *, update: bool = False) -> list[tuple[str, bool]]:
    empty = MigrationPlan("1", "2")
    plan = generate_plan(empty, model_of(source), model_of(target), update_event_triggers=update)
    return [
        (each.source_id, each.update_event_trigger) for each in plan.instructions if each.source_id == each.target_id
    ]


SIMPLE = process(user("a"))
MANY = process(user("a", multi(cardinality=2)))
WATCHED = process(user("a"), boundary("late", "a", timer(duration="P1D")), user("b"), flow("late", "b"))
NESTED = bpmn(
    "p",
    start(),
    sub("s", start("ss"), user("a"), end("se"), *chain("ss", "a", "se")),
    end(),
    *chain("start", "s", "end"),
)


def test_what_is_alike_is_mapped() -> None:
    assert generated(SIMPLE, SIMPLE) == [("a", False)]
    assert generated(MANY, MANY) == [(f"a{BODY}", False), ("a", False)]
    assert generated(NESTED, NESTED) == [("s", False), ("a", False)]
    assert generated(WATCHED, WATCHED) == [("a", False), ("late", False), ("b", False)]
    assert generated(WATCHED, WATCHED, update=True) == [("a", False), ("late", True), ("b", False)]


def test_what_is_not_alike_is_left_out() -> None:
    assert generated(SIMPLE, process(service("a", topic="t"))) == []
    assert generated(SIMPLE, MANY) == []
    assert generated(MANY, process(user("a", multi(cardinality=2, sequential=True)))) == []
    assert generated(SIMPLE, process(user("b"), task("a"))) == []
    assert generated(SIMPLE, NESTED) == [("a", False)]


def test_conditional_events_are_always_updated() -> None:
    watched = process(user("a"), boundary("if", "a", condition("${x}")), user("b"), flow("if", "b"))
    assert ("if", True) in generated(watched, watched)


def test_a_valid_plan_has_no_failures() -> None:
    assert failures(SIMPLE, SIMPLE, "a") == []
    assert failures(NESTED, SIMPLE, "a") == []
    assert failures(WATCHED, WATCHED, "a", "late", update=("late",)) == []


@pytest.mark.parametrize(
    ("source", "target", "pairs", "update", "said"),
    [
        (SIMPLE, SIMPLE, ("x>a",), (), "Source activity 'x' does not exist"),
        (SIMPLE, SIMPLE, ("a>x",), (), "Target activity 'x' does not exist"),
        (SIMPLE, SIMPLE, (f"a{BODY}>a",), (), "Source activity 'a#multiInstanceBody' does not exist"),
        (SIMPLE, WATCHED, ("a", "a>b"), (), "There are multiple mappings for source activity id 'a'"),
        (SIMPLE, process(service("a", topic="t")), ("a",), (), "Activities have incompatible types"),
        (process(task("a")), process(task("a")), ("a",), (), "is not supported"),
        (SIMPLE, SIMPLE, ("a",), ("a",), "does not define a persistent event trigger"),
        (WATCHED, WATCHED, ("late",), (), "event scope (a) must be mapped to the target activity's event scope (a)"),
        (NESTED, SIMPLE, ("s>a",), (), "incompatible types"),
        (SIMPLE, MANY, ("a",), (), "incompatible types"),
        (MANY, MANY, (f"a{BODY}",), (), "Cannot remove the inner activity of a multi-instance body"),
        (MANY, MANY, ("a",), (), "descendant of multi-instance body"),
    ],
)
def test_what_a_plan_may_not_say(
    source: bytes, target: bytes, pairs: tuple[str, ...], update: tuple[str, ...], said: str
) -> None:
    found = failures(source, target, *pairs, update=update)
    assert any(said in text for text in found), found


def test_scopes_stay_around_what_was_in_them() -> None:
    both = bpmn(
        "p",
        start(),
        sub("s", start("ss"), user("a"), end("se"), *chain("ss", "a", "se")),
        user("z"),
        end(),
        *chain("start", "s", "z", "end"),
    )
    (said,) = failures(NESTED, both, "s", "a>z")
    assert said.startswith("The closest mapped ancestor 's' is mapped to scope 's' which is not an ancestor")


def test_gateways_are_mapped_one_to_one_and_lose_no_flow() -> None:
    def joined(*branches: str) -> bytes:
        ways = [each for branch in branches for each in chain("split", branch, "join")]
        users = [user(branch) for branch in branches]
        return bpmn(
            "p",
            start(),
            parallel("split"),
            *users,
            parallel("join"),
            end(),
            *chain("start", "split"),
            *ways,
            *chain("join", "end"),
        )

    three, two = joined("a", "b", "c"), joined("a", "b")
    (said,) = failures(three, two, "join")
    assert "at least the same number of incoming sequence flows" in said
    assert failures(two, three, "join") == []
    assert any("Only one gateway" in text for text in failures(two, three, "join", "split>join"))


def test_event_sub_processes_and_conditions() -> None:
    def handled(*event: Xml) -> bytes:
        stop = event_sub("stop", start("halt", *event), user("t"), end("te"), *chain("halt", "t", "te"))
        return process(user("a"), stop)

    assert failures(handled(message("M")), handled(message("N")), "stop", "halt", update=("halt",)) == []
    assert any("event scope (stop)" in text for text in failures(handled(message("M")), handled(message("M")), "halt"))
    assert any("incompatible" in text for text in failures(handled(message("M")), handled(signal("S")), "stop", "halt"))
    conditional = handled(condition("${x}"))
    assert any("must be updated" in text for text in failures(conditional, conditional, "stop", "halt"))


def test_catching_events_are_of_one_kind() -> None:
    source, target = process(catch("a", message("M"))), process(catch("a", timer(duration="P1D")))
    assert any("incompatible" in text for text in failures(source, target, "a"))
