"""A marking of one definition becomes one of another; what waits keeps its ids."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.migration import CannotMigrate, MigrationInstruction, MigrationPlan
from app.domain.steps import ActivityMigrated, TimerScheduled
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    catch,
    chain,
    compensate,
    complex_gateway,
    end,
    event_based,
    event_sub,
    flow,
    message,
    multi,
    parallel,
    start,
    sub,
    throw,
    timer,
    undone_by,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]
BODY = "#multiInstanceBody"


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def plan(*pairs: str, update: tuple[str, ...] = ()) -> MigrationPlan:
    """`a` maps to itself, `a>b` to another."""
    parts = [pair.partition(">") for pair in pairs]
    instructions = tuple(MigrationInstruction(old, new or old, old in update) for old, _, new in parts)
    return MigrationPlan("one", "two", instructions)


LINE = bpmn("p", start(), user("a"), user("b"), end(), *chain("start", "a", "b", "end"))


def test_a_task_goes_on_under_another_id_and_with_other_flows(begin: Begin) -> None:
    instance = begin(LINE)
    token = instance.token("a")
    renamed = bpmn("p", start(), user("x"), user("y"), user("b"), end(), *chain("start", "x", "y", "b", "end"))
    outcome = instance.migrate(renamed, plan("a>x"))
    assert instance.token("x") == token
    assert isinstance(outcome.steps[0], ActivityMigrated)
    instance.complete("x")
    assert instance.waiting == ["y"]


def test_what_the_plan_does_not_name_stays_where_it_is_and_is_told(begin: Begin) -> None:
    instance = begin(LINE)
    with pytest.raises(CannotMigrate) as refused:
        instance.migrate(LINE, plan("b"))
    (failure,) = refused.value.failures
    assert (failure.element_id, failure.activity_instance_id) == ("a", instance.token("a"))
    assert "no migration instruction" in failure.text.en and "没有说明" in failure.text.zh
    assert instance.waiting == ["a"]


def nested(outer: str = "s", *more: object, at: str = "x") -> bytes:
    return bpmn(
        "p",
        start(),
        sub(outer, start("ss"), user(at), end("se"), *chain("ss", at, "se")),
        *more,  # type: ignore[arg-type]
        user("z"),
        end(),
        *chain("start", outer, "z", "end"),
    )


def test_a_scope_keeps_its_id_and_its_variables(begin: Begin) -> None:
    instance = begin(nested())
    scope = instance.scope("s")
    instance.context.variables.set_local(scope, "own", 1)
    instance.migrate(nested("t", at="y"), plan("s>t", "x>y"))
    assert instance.scope("t") == scope
    assert instance.context.variables.find(instance.token("y"), "own") is not None
    instance.complete("y")
    assert instance.waiting == ["z"]


def test_a_scope_that_becomes_nothing_is_closed_and_its_task_moves_up(begin: Begin) -> None:
    instance = begin(nested())
    flat = bpmn("p", start(), user("x"), user("z"), end(), *chain("start", "x", "z", "end"))
    instance.migrate(flat, plan("x"))
    assert not instance.scopes and instance.waiting == ["x"]
    instance.complete("x")
    assert instance.waiting == ["z"]


def test_a_scope_the_target_has_in_addition_is_opened(begin: Begin) -> None:
    flat = bpmn("p", start(), user("x"), user("z"), end(), *chain("start", "x", "z", "end"))
    instance = begin(flat)
    late = boundary("late", "s", timer(duration="P1D"))
    instance.migrate(nested("s", late, flow("late", "z")), plan("x"))
    assert [scope.element_id for scope in instance.scopes] == ["s"]
    assert [element for _, element in instance.waits] == ["late"]
    instance.fire("late")
    assert instance.waiting == ["z"]


def test_two_tasks_share_the_scope_that_is_added(begin: Begin) -> None:
    both = (parallel("split"), user("x"), user("y"), parallel("join"))
    ways = (*chain("split", "x", "join"), *chain("split", "y", "join"))
    instance = begin(bpmn("p", start(), *both, end(), *chain("start", "split"), *ways, *chain("join", "end")))
    inner = sub("s", start("ss"), *both, end("se"), *chain("ss", "split"), *ways, *chain("join", "se"))
    instance.migrate(bpmn("p", start(), inner, end(), *chain("start", "s", "end")), plan("x", "y"))
    assert len(instance.scopes) == 1
    instance.complete("x")
    instance.complete("y")
    assert instance.ended and instance.ended.state == "COMPLETED"


def watched(name: str = "late", days: int = 1, *, host: str = "a") -> bytes:
    late = boundary(name, host, timer(duration=f"P{days}D"))
    return bpmn("p", start(), user(host), user("b"), late, end(), *chain("start", host, "end"), flow(name, "b"))


def test_a_timer_goes_with_its_event(begin: Begin) -> None:
    instance = begin(watched())
    outcome = instance.migrate(watched("later", 5), plan("a", "late>later"))
    assert not [step for step in outcome.steps if isinstance(step, TimerScheduled)]
    instance.fire("later")
    assert instance.waiting == ["b"]


def test_a_timer_is_taken_from_the_target_where_the_plan_says_so(begin: Begin) -> None:
    instance = begin(watched())
    outcome = instance.migrate(watched("late", 5), plan("a", "late", update=("late",)))
    assert [step.value for step in outcome.steps if isinstance(step, TimerScheduled)] == ["P5D"]


def test_an_event_that_is_not_mapped_ends_and_a_new_one_begins(begin: Begin) -> None:
    instance = begin(watched())
    instance.migrate(watched("other", 5), plan("a"))
    assert [element for _, element in instance.waits] == ["other"]
    instance.migrate(LINE, plan("a"))
    assert not instance.waits


def test_catching_events_and_event_gateways_keep_waiting(begin: Begin) -> None:
    def waiting(name: str) -> bytes:
        return bpmn(
            "p",
            start(),
            event_based("g"),
            catch("m", message(name)),
            catch("t", timer(duration="P1D")),
            catch("alone", message("Alone")),
            end(),
            *chain("start", "g", "m", "end"),
            *chain("g", "t", "alone", "end"),
        )

    instance = begin(waiting("Old"))
    instance.migrate(waiting("New"), plan("g", "m", "t", update=("m",)))
    (subscription,) = [wait for (_, element), wait in instance.waits.items() if element == "m"]
    assert getattr(subscription, "name") == "New"  # noqa: B009
    instance.fire("t")
    assert instance.waiting == ["alone"]
    instance.migrate(waiting("New"), plan("alone"))
    instance.fire("alone")
    assert instance.ended


def test_event_sub_processes_go_with_their_scope(begin: Begin) -> None:
    def handled(*, interrupting: bool) -> bytes:
        begins = start("halt", message("Halt"), interrupting=interrupting)
        stop = event_sub("stop", begins, user("tidy"), end("te"), *chain("halt", "tidy", "te"))
        return bpmn("p", start(), user("a"), end(), stop, *chain("start", "a", "end"))

    instance = begin(handled(interrupting=True))
    instance.migrate(handled(interrupting=True), plan("a", "stop", "halt"))
    instance.fire("halt")
    assert instance.waiting == ["tidy"]
    instance.migrate(handled(interrupting=True), plan("stop", "tidy"))
    assert instance.waiting == ["tidy"] and not instance.waits
    instance.complete("tidy")
    assert instance.ended


def test_instances_and_their_body_keep_counting(begin: Begin) -> None:
    def signed(element: str) -> bytes:
        sign = user(element, multi(collection="${people}", element_variable="who"))
        return bpmn("p", start(), sign, user("z"), end(), *chain("start", element, "z", "end"))

    instance = begin(signed("sign"), people=["x", "y", "w"])
    instance.complete("sign")
    instance.migrate(signed("seal"), plan(f"sign{BODY}>seal{BODY}", "sign>seal"))
    instance.complete("seal")
    instance.complete("seal")
    assert instance.waiting == ["z"]


def test_tokens_at_a_join_come_along(begin: Begin) -> None:
    def forked(join: str) -> bytes:
        return bpmn(
            "p",
            start(),
            parallel("split"),
            user("x"),
            user("y"),
            parallel(join),
            user("z"),
            end(),
            *chain("start", "split", "x", join, "z", "end"),
            *chain("split", "y", join),
        )

    instance = begin(forked("join"))
    instance.complete("x")
    with pytest.raises(CannotMigrate, match="join"):
        instance.migrate(forked("meet"), plan("y"))
    instance.migrate(forked("meet"), plan("y", "join>meet"))
    instance.complete("y")
    assert instance.waiting == ["z"]


def test_an_asynchronous_stop_needs_one_in_the_target(begin: Begin) -> None:
    stops = bpmn("p", start(), user("a", async_before=True), end(), *chain("start", "a", "end"))
    instance = begin(stops)
    with pytest.raises(CannotMigrate, match="must be asyncBefore"):
        instance.migrate(LINE, plan("a"))
    instance.migrate(stops, plan("a"))
    instance.go_on("a")
    assert [token.state for token in instance.tokens] == ["activity"]


# What can be undone


def booking(hotel: str = "hotel", undo: str = "undo", *more: Xml) -> bytes:
    booked = sub("booking", start("bs"), user(hotel), undone_by(hotel, undo, "b"), user(undo, for_compensation=True),
                 flow("bs", hotel))  # fmt: skip
    return bpmn("p", start(), booked, user("check"), throw("throw", compensate()), user("after"), *more,
                *chain("start", "booking", "check", "throw", "after"))  # fmt: skip


def test_what_can_be_undone_goes_along_under_its_new_name(begin: Begin) -> None:
    instance = begin(booking())
    instance.complete("hotel")
    instance.migrate(booking("room", "free"), plan("check", "booking", "hotel>room"))
    instance.complete("check")
    assert instance.waiting == ["free"]
    instance.complete("free")
    assert instance.waiting == ["after"]


def test_what_could_be_undone_must_be_named_by_the_plan(begin: Begin) -> None:
    instance = begin(booking())
    instance.complete("hotel")
    with pytest.raises(CannotMigrate) as refused:
        instance.migrate(booking(), plan("check", "booking"))
    (failure,) = refused.value.failures
    assert failure.element_id == "hotel"
    assert "can be undone" in failure.text.en and "补偿" in failure.text.zh


def test_the_target_must_be_able_to_undo_it(begin: Begin) -> None:
    instance = begin(booking())
    instance.complete("hotel")
    plain = bpmn("p", start(), sub("booking", start("bs"), user("hotel"), flow("bs", "hotel")), user("check"),
                 *chain("start", "booking", "check"))  # fmt: skip
    with pytest.raises(CannotMigrate):
        instance.migrate(plain, plan("check", "booking", "hotel"))


def test_instances_of_a_multi_instance_activity_can_still_be_undone(begin: Begin) -> None:
    def diagram(id: str) -> bytes:
        return bpmn("p", start(), user(id, multi(cardinality=2)), undone_by(id, "undo", "b"),
                    user("undo", for_compensation=True), user("check"), throw("throw", compensate()),
                    *chain("start", id, "check", "throw"))  # fmt: skip

    instance = begin(diagram("hotel"))
    instance.complete("hotel")
    instance.complete("hotel")
    instance.migrate(diagram("room"), plan("check", "hotel>room", f"hotel{BODY}>room{BODY}"))
    instance.complete("check")
    assert instance.waiting == ["undo", "undo"]


def test_while_compensation_runs_nothing_is_migrated(begin: Begin) -> None:
    instance = begin(booking())
    instance.complete("hotel")
    instance.complete("check")
    with pytest.raises(CannotMigrate) as refused:
        instance.migrate(booking(), plan("undo", "throw", "booking", "hotel"))
    (failure,) = refused.value.failures
    assert (failure.element_id, "under way" in failure.text.en) == ("throw", True)


def test_a_complex_gateway_that_has_fired_still_waits_for_the_late_token(begin: Begin) -> None:
    def diagram(more: str) -> bytes:
        return bpmn("p", start(), parallel("fork"), user("a"), user("b"), user("c"), user(more),
                    complex_gateway("g", "${activationCount >= 2}"), *chain("start", "fork", "a", "g", more),
                    *chain("fork", "b", "g"), *chain("fork", "c", "g"))  # fmt: skip

    instance = begin(diagram("after"))
    instance.complete("a")
    instance.complete("b")
    instance.migrate(diagram("next"), plan("after>next", "c", "g"))
    instance.complete("c")
    assert instance.waiting == ["next"]


def test_an_event_of_several_definitions_keeps_those_that_happened(begin: Begin) -> None:
    def meeting(element: str) -> bytes:
        both = (message("Papers"), message("Room"))
        late = boundary("late", element, message("Later"), message("Never"))
        ready = catch(element, *both, takes_all=True)
        ask = user("ask")
        way = chain("start", "ask", element, "a", "end")
        return (
            bpmn("p", start(), ask, ready, user("a"), end(), *way)
            if element == "x"
            else bpmn(
                "p",
                start(),
                user(element),
                late,
                user("a"),
                end(),
                *chain("start", element, "a", "end"),
                flow("late", "a"),
            )
        )

    instance = begin(meeting("x"))
    instance.complete("ask")
    instance.fire("x", part=0)
    instance.migrate(meeting("x"), plan("x"))
    assert instance.waiting == ["x"]
    instance.fire("x", part=1)
    assert instance.waiting == ["a"]
    hosted = begin(meeting("t"))
    hosted.migrate(meeting("t"), plan("t", "late"))
    hosted.fire("late", part=1)
    assert hosted.waiting == ["a"]
