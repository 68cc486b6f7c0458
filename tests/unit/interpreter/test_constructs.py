"""What each construct does with a token; every story is told twice, the second time with a restart after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.domain.errors import EvaluationFailed, InvalidState, LimitExceeded
from app.domain.ports.evaluation import DecisionResult
from app.domain.steps import (
    AsyncRequested,
    CallCanceled,
    CallRequested,
    ExternalTaskOffered,
    MessageThrown,
    SignalThrown,
    UserTaskOffered,
)
from app.domain.stimuli import CancelInstance, CompleteActivity
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    call,
    call_in,
    call_out,
    catch,
    chain,
    end,
    error,
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
    rule,
    script,
    send,
    service,
    signal,
    start,
    sub,
    task,
    terminate,
    throw,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def steps_of(instance: Instance, kind: type[Any]) -> list[Any]:
    return [step for step in instance.history if isinstance(step, kind)]


def test_user_task_waits_and_completes(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a"), end(), *chain("start", "a", "end")))
    assert instance.waiting == ["a"]
    assert [step.node.id for step in steps_of(instance, UserTaskOffered)] == ["a"]
    instance.complete("a")
    assert instance.ended and instance.ended.state == "COMPLETED"
    assert instance.finished == ["start", "a", "end"]


def test_completing_what_does_not_wait_is_refused(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a"), user("b"), end(), *chain("start", "a", "b", "end")))
    first = instance.token("a")
    instance.complete("a")
    with pytest.raises(InvalidState):
        instance.apply(CompleteActivity(first))


def test_undefined_and_manual_tasks_pass_through(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), task("a"), end(), *chain("start", "a", "end")))
    assert instance.ended


EXCLUSIVE = bpmn(
    "p",
    start(),
    exclusive("g", default="g_c"),
    user("a"),
    user("b"),
    user("c"),
    end(),
    flow("start", "g"),
    flow("g", "a", "${x > 10}"),
    flow("g", "b", "${x > 5}"),
    flow("g", "c"),
    *[flow(name, "end") for name in "abc"],
)


@pytest.mark.parametrize(("x", "taken"), [(20, "a"), (7, "b"), (1, "c")])
def test_exclusive_gateway_takes_the_first_true_flow_in_document_order(begin: Begin, x: int, taken: str) -> None:
    assert begin(EXCLUSIVE, x=x).waiting == [taken]


def test_exclusive_gateway_without_a_way_fails_and_names_itself(begin: Begin) -> None:
    diagram = bpmn("p", start(), exclusive("g"), end(), flow("start", "g"), flow("g", "end", "${x}"))
    with pytest.raises(EvaluationFailed, match="g"):
        begin(diagram, x=False)


def test_null_is_not_true(begin: Begin) -> None:
    assert begin(
        bpmn(
            "p",
            start(),
            exclusive("g", default="g_b"),
            user("a"),
            user("b"),
            end(),
            flow("start", "g"),
            flow("g", "a", "${x}"),
            flow("g", "b"),
            flow("a", "end"),
            flow("b", "end"),
        ),
        x=None,
    ).waiting == ["b"]


def test_conditional_and_default_flows_leave_an_activity(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        user("t", default="t_c"),
        user("a"),
        user("b"),
        user("c"),
        flow("start", "t"),
        flow("t", "a", "${x > 1}"),
        flow("t", "b", "${x > 2}"),
        flow("t", "c"),
    )
    both = begin(diagram)
    both.complete("t", x=3)
    assert both.waiting == ["a", "b"]
    none = begin(diagram)
    none.complete("t", x=0)
    assert none.waiting == ["c"]


def fork_and_join(*between: Any) -> bytes:
    return bpmn(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        parallel("j"),
        *between,
        flow("start", "f"),
        flow("f", "a"),
        flow("f", "b"),
        flow("a", "j"),
        flow("b", "j"),
    )


def test_parallel_join_waits_for_every_branch(begin: Begin) -> None:
    instance = begin(fork_and_join(user("c"), end(), *chain("j", "c", "end")))
    instance.complete("b")
    assert instance.waiting == ["a"]
    instance.complete("a")
    assert instance.waiting == ["c"]


@pytest.mark.parametrize("orders", [("ab", "ba"), ("ba", "ab", "ba"), ("ab", "ab", "ba", "ab")])
def test_countersigning_again_after_rework_needs_every_signature(begin: Begin, orders: tuple[str, ...]) -> None:
    diagram = bpmn(
        "p",
        start(),
        exclusive("in"),
        parallel("f"),
        user("a"),
        user("b"),
        parallel("j"),
        user("review"),
        exclusive("g", default="g_end"),
        end(),
        *chain("start", "in", "f"),
        flow("f", "a"),
        flow("f", "b"),
        flow("a", "j"),
        flow("b", "j"),
        *chain("j", "review", "g"),
        flow("g", "in", "${rework}"),
        flow("g", "end"),
    )
    instance = begin(diagram)
    for number, order in enumerate(orders, start=1):
        instance.complete(order[0])
        assert instance.waiting == [order[1]], "the review must not open with one signature missing"
        instance.complete(order[1])
        assert instance.waiting == ["review"]
        instance.complete("review", rework=number < len(orders))
    assert instance.ended


INCLUSIVE = bpmn(
    "p",
    start(),
    inclusive("s", default="s_c"),
    user("a"),
    user("b"),
    user("c"),
    inclusive("j"),
    user("after"),
    end(),
    flow("start", "s"),
    flow("s", "a", "${x > 0}"),
    flow("s", "b", "${x > 1}"),
    flow("s", "c"),
    *[flow(name, "j") for name in "abc"],
    *chain("j", "after", "end"),
)


@pytest.mark.parametrize(("x", "open_"), [(0, ["c"]), (1, ["a"]), (2, ["a", "b"])])
def test_inclusive_join_waits_for_what_was_split(begin: Begin, x: int, open_: list[str]) -> None:
    instance = begin(INCLUSIVE, x=x)
    assert instance.waiting == open_
    for name in open_:
        assert "after" not in instance.waiting
        instance.complete(name)
    assert instance.waiting == ["after"]


def test_sub_process_ends_with_its_last_token(begin: Begin) -> None:
    inner = sub("s", start("si"), user("a"), user("b"), flow("si", "a"), flow("si", "b"))
    instance = begin(bpmn("p", start(), inner, user("after"), *chain("start", "s", "after")))
    instance.complete("a")
    assert instance.waiting == ["b"]
    instance.complete("b")
    assert instance.waiting == ["after"]


def test_input_and_output_mappings_frame_an_activity(begin: Begin) -> None:
    work = service("w", inputs(given="${total * 2}"), outputs(kept="${result}"), topic="t")
    instance = begin(bpmn("p", start(), work, user("u"), *chain("start", "w", "u")), total=4)
    (offer,) = steps_of(instance, ExternalTaskOffered)
    assert offer.topic == "t"
    assert instance.context.variables.find(offer.activity_instance_id, "given").value == 8  # type: ignore[union-attr] # it is there
    instance.complete("w", local={"result": 9})
    assert (instance.value("kept"), instance.value("given"), instance.value("result")) == (9, None, None)


def test_script_and_expression_tasks_keep_their_result(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        script("s", "${x + 1}", result_variable="y"),
        service("e", expression="${y * 2}", result_variable="z"),
        user("u"),
        *chain("start", "s", "e", "u"),
    )
    assert begin(diagram, x=1).value("z") == 4


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [("singleEntry", 5), ("singleResult", {"days": 5}), ("collectEntries", [5]), ("resultList", [{"days": 5}])],
)
def test_business_rule_task_maps_its_result(begin: Begin, mapping: str, expected: Any) -> None:
    decided = rule("r", decision="limit", result_variable="limit", map_decision_result=mapping)
    diagram = bpmn("p", start(), decided, user("u"), *chain("start", "r", "u"))
    instance = begin(diagram, decisions={"limit": DecisionResult(({"days": 5},), ("row1",))})
    assert instance.value("limit") == expected


def test_single_entry_refuses_two_rows(begin: Begin) -> None:
    decided = rule("r", decision="d", result_variable="x", map_decision_result="singleEntry")
    with pytest.raises(EvaluationFailed):
        begin(
            bpmn("p", start(), decided, *chain("start", "r")), decisions={"d": DecisionResult(({"a": 1}, {"a": 2}), ())}
        )


def test_call_activity_is_asked_for_and_gives_back(begin: Begin) -> None:
    called = call(
        "c",
        "child",
        call_in(source="x", target="given"),
        call_in(source_expression="${x + 1}", target="more"),
        call_out(source="answer", target="reply"),
        call_out(source_expression="${answer * 10}", target="tenfold"),
    )
    instance = begin(bpmn("p", start(), called, user("u"), *chain("start", "c", "u")), x=1)
    (asked,) = steps_of(instance, CallRequested)
    given = {name: getattr(value, "value", value) for name, value in asked.variables.items()}
    assert (asked.called_element, given) == ("child", {"given": 1, "more": 2})
    instance.complete("c", local={"answer": 7, "secret": 1})
    assert (instance.value("reply"), instance.value("tenfold"), instance.value("secret")) == (7, 70, None)
    assert instance.waiting == ["u"]


def test_messages_and_signals_leave(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        throw("m", message("note")),
        send("s", message="letter"),
        end("e", signal("done")),
        *chain("start", "m", "s", "e"),
    )
    instance = begin(diagram)
    assert [step.name for step in steps_of(instance, MessageThrown)] == ["note", "letter"]
    assert [step.name for step in steps_of(instance, SignalThrown)] == ["done"]


@pytest.mark.parametrize(
    "waiter",
    [catch("w", message("m")), catch("w", timer(duration="PT1H")), catch("w", signal("s")), receive("w", message="m")],
)
def test_catching_nodes_wait_for_their_event(begin: Begin, waiter: Any) -> None:
    instance = begin(bpmn("p", start(), waiter, user("u"), *chain("start", "w", "u")))
    assert instance.waiting == ["w"] and len(instance.waits) == 1
    instance.fire("w")
    assert instance.waiting == ["u"] and not instance.waits


def test_event_gateway_takes_the_first_event(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        event_based("g"),
        catch("m", message("m")),
        catch("t", timer(duration="P1D")),
        user("a"),
        user("b"),
        flow("start", "g"),
        flow("g", "m"),
        flow("g", "t"),
        flow("m", "a"),
        flow("t", "b"),
    )
    instance = begin(diagram)
    assert sorted(element for _, element in instance.waits) == ["m", "t"]
    instance.fire("t")
    assert instance.waiting == ["b"] and not instance.waits


def with_boundary(event: Any, *, interrupting: bool) -> bytes:
    return bpmn(
        "p",
        start(),
        user("a"),
        boundary("b", "a", event, interrupting=interrupting),
        user("late"),
        user("next"),
        flow("start", "a"),
        flow("a", "next"),
        flow("b", "late"),
    )


@pytest.mark.parametrize(
    "event", [timer(duration="PT1H"), message("m"), signal("s")], ids=["timer", "message", "signal"]
)
def test_interrupting_boundary_ends_its_host(begin: Begin, event: Any) -> None:
    instance = begin(with_boundary(event, interrupting=True))
    instance.fire("b")
    assert instance.waiting == ["late"] and not instance.waits


def test_non_interrupting_boundary_leaves_its_host_and_fires_again(begin: Begin) -> None:
    instance = begin(with_boundary(message("m"), interrupting=False))
    instance.fire("b")
    instance.fire("b")
    assert instance.waiting == ["a", "late", "late"]
    instance.complete("a")
    assert instance.waiting == ["late", "late", "next"] and not instance.waits


def test_boundary_is_gone_with_its_host(begin: Begin) -> None:
    instance = begin(with_boundary(timer(duration="PT1H"), interrupting=True))
    instance.complete("a")
    assert instance.waiting == ["next"] and not instance.waits


def test_boundary_on_a_sub_process_cancels_all_in_it(begin: Begin) -> None:
    inner = sub("s", start("si"), user("a"), call("c", "child"), flow("si", "a"), flow("si", "c"))
    diagram = bpmn(
        "p",
        start(),
        inner,
        boundary("b", "s", timer(duration="PT1H")),
        user("late"),
        flow("start", "s"),
        flow("b", "late"),
    )
    instance = begin(diagram)
    instance.fire("b")
    assert instance.waiting == ["late"]
    assert len(steps_of(instance, CallCanceled)) == 1


@pytest.mark.parametrize(("code", "caught"), [("E1", "one"), ("other", "all")])
def test_error_goes_to_the_boundary_of_its_code(begin: Begin, code: str, caught: str) -> None:
    diagram = bpmn(
        "p",
        start(),
        service("w", topic="t"),
        boundary("b1", "w", error("E1")),
        boundary("b2", "w", error()),
        user("one"),
        user("all"),
        flow("start", "w"),
        flow("b1", "one"),
        flow("b2", "all"),
    )
    instance = begin(diagram)
    instance.fail("w", code)
    assert instance.waiting == [caught]


def test_error_end_climbs_through_scopes_and_cancels_siblings(begin: Begin) -> None:
    deep = sub("inner", start("s2"), end("boom", error("E")), flow("s2", "boom"))
    outer = sub(
        "outer",
        start("s1"),
        user("sibling"),
        user("go"),
        deep,
        flow("s1", "sibling"),
        flow("s1", "go"),
        flow("go", "inner"),
    )
    diagram = bpmn(
        "p",
        start(),
        outer,
        boundary("b", "outer", error("E", error_code_variable="code")),
        user("mended"),
        flow("start", "outer"),
        flow("b", "mended"),
    )
    instance = begin(diagram)
    instance.complete("go")
    assert instance.waiting == ["mended"] and instance.value("code") == "E"


def test_uncaught_error_ends_the_instance_with_its_code(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        user("a"),
        user("b"),
        end("boom", error("E")),
        flow("start", "a"),
        flow("start", "b"),
        flow("a", "boom"),
    )
    instance = begin(diagram)
    instance.complete("a")
    assert instance.ended and (instance.ended.error_code, instance.waiting) == ("E", [])


def test_error_event_sub_process_replaces_its_scope(begin: Begin) -> None:
    handler = event_sub("h", start("hs", error("E")), user("mend"), flow("hs", "mend"))
    inner = sub(
        "s",
        start("si"),
        user("a"),
        user("b"),
        end("boom", error("E")),
        handler,
        flow("si", "a"),
        flow("si", "b"),
        flow("a", "boom"),
    )
    instance = begin(bpmn("p", start(), inner, user("after"), *chain("start", "s", "after")))
    instance.complete("a")
    assert instance.waiting == ["mend"]
    instance.complete("mend")
    assert instance.waiting == ["after"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_event_sub_process_starts_on_its_message(begin: Begin, interrupting: bool) -> None:
    handler = event_sub("h", start("hs", message("m"), interrupting=interrupting), user("handle"), flow("hs", "handle"))
    instance = begin(bpmn("p", start(), user("a"), end(), handler, *chain("start", "a", "end")))
    instance.fire("hs")
    assert instance.waiting == (["handle"] if interrupting else ["a", "handle"])
    if interrupting:
        assert not instance.waits
        instance.complete("handle")
    else:
        instance.fire("hs")
        for element in ["a", "handle", "handle"]:
            assert not instance.ended
            instance.complete(element)
    assert instance.ended


def test_terminate_ends_only_its_scope(begin: Begin) -> None:
    inner = sub(
        "s",
        start("si"),
        user("a"),
        user("b"),
        end("stop", terminate()),
        flow("si", "a"),
        flow("si", "b"),
        flow("a", "stop"),
    )
    diagram = bpmn(
        "p",
        start(),
        inner,
        user("other"),
        user("after"),
        flow("start", "s"),
        flow("start", "other"),
        flow("s", "after"),
    )
    instance = begin(diagram)
    instance.complete("a")
    assert instance.waiting == ["after", "other"]


def test_parallel_multi_instance_ends_with_the_last(begin: Begin) -> None:
    body = user("a", multi(collection="${people}", element_variable="person"))
    instance = begin(bpmn("p", start(), body, user("after"), *chain("start", "a", "after")), people=["x", "y", "z"])
    assert instance.waiting == ["a", "a", "a"]
    seen = {instance.context.variables.find(token.activity_instance_id, "person").value for token in instance.tokens}  # type: ignore[union-attr] # it is there
    assert seen == {"x", "y", "z"}
    for _ in range(3):
        assert instance.waiting[0] == "a"
        instance.complete("a")
    assert instance.waiting == ["after"]
    assert instance.value("nrOfInstances") is None


def test_sequential_multi_instance_goes_one_by_one(begin: Begin) -> None:
    body = user("a", multi(sequential=True, cardinality="${n}"))
    instance = begin(bpmn("p", start(), body, user("after"), *chain("start", "a", "after")), n=3)
    for number in range(3):
        assert instance.waiting == ["a"]
        token = instance.token("a")
        assert instance.context.variables.find(token, "loopCounter").value == number  # type: ignore[union-attr] # it is there
        assert instance.context.variables.find(token, "nrOfCompletedInstances").value == number  # type: ignore[union-attr] # it is there
        instance.complete("a")
    assert instance.waiting == ["after"]


@pytest.mark.parametrize("sequential", [True, False])
def test_completion_condition_ends_the_rest(begin: Begin, sequential: bool) -> None:
    body = user("a", multi(sequential=sequential, cardinality=5, until="${nrOfCompletedInstances >= 2}"))
    instance = begin(bpmn("p", start(), body, user("after"), *chain("start", "a", "after")))
    instance.complete("a")
    instance.complete("a")
    assert instance.waiting == ["after"]


def test_empty_collection_passes(begin: Begin) -> None:
    body = user("a", multi(collection="${people}", element_variable="p"))
    assert begin(bpmn("p", start(), body, user("after"), *chain("start", "a", "after")), people=[]).waiting == ["after"]


def test_multi_instance_sub_process_has_its_own_variables(begin: Begin) -> None:
    inner = sub(
        "s",
        multi(collection="${people}", element_variable="person"),
        start("si"),
        user("a"),
        user("b"),
        *chain("si", "a", "b"),
    )
    diagram = bpmn(
        "p",
        start(),
        inner,
        boundary("b1", "s", timer(duration="P1D")),
        user("late"),
        user("after"),
        *chain("start", "s", "after"),
        flow("b1", "late"),
    )
    instance = begin(diagram, people=["x", "y"])
    instance.complete("a")
    assert instance.waiting == ["a", "b"]
    instance.complete("b")
    instance.complete("a")
    instance.complete("b")
    assert instance.waiting == ["after"] and not instance.waits


def test_boundary_on_a_multi_instance_body_ends_all(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        user("a", multi(cardinality=3)),
        boundary("b", "a", timer(duration="P1D")),
        user("late"),
        user("after"),
        *chain("start", "a", "after"),
        flow("b", "late"),
    )
    instance = begin(diagram)
    instance.complete("a")
    instance.fire("b")
    assert instance.waiting == ["late"]


def test_error_in_one_instance_goes_to_the_boundary_of_the_body(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start(),
        service("w", multi(cardinality=3), topic="t"),
        boundary("b", "w", error("E")),
        user("mend"),
        flow("start", "w"),
        flow("b", "mend"),
    )
    instance = begin(diagram)
    instance.fail("w", "E")
    assert instance.waiting == ["mend"]


def test_asynchronous_continuations_stop_before_and_after(begin: Begin) -> None:
    diagram = bpmn("p", start(), task("a", async_before=True, async_after=True), user("u"), *chain("start", "a", "u"))
    instance = begin(diagram)
    assert [step.before for step in steps_of(instance, AsyncRequested)] == [True]
    instance.go_on("a")
    assert [step.before for step in steps_of(instance, AsyncRequested)] == [True, False]
    assert "a" in instance.finished
    instance.go_on("a")
    assert instance.waiting == ["u"]


def test_asynchronous_multi_instance_keeps_each_item(begin: Begin) -> None:
    body = user("a", multi(collection="${people}", element_variable="person", async_before=True))
    instance = begin(bpmn("p", start(), body, *chain("start", "a")), people=["x", "y"])
    instance.go_on("a", 1)
    instance.go_on("a", 0)
    seen = {instance.context.variables.find(token.activity_instance_id, "person").value for token in instance.tokens}  # type: ignore[union-attr] # it is there
    assert seen == {"x", "y"}


def test_start_at_a_message_start_event(begin: Begin) -> None:
    diagram = bpmn(
        "p",
        start("none"),
        start("by_message", message("m")),
        user("a"),
        user("b"),
        flow("none", "a"),
        flow("by_message", "b"),
    )
    assert begin(diagram, at="by_message").waiting == ["b"]


def test_cancelling_an_instance_ends_everything(begin: Begin) -> None:
    inner = sub("s", start("si"), user("a", multi(cardinality=2)), flow("si", "a"))
    instance = begin(bpmn("p", start(), inner, call("c", "child"), flow("start", "s"), flow("start", "c")))
    instance.apply(CancelInstance("no longer needed"))
    assert instance.ended and instance.ended.state == "EXTERNALLY_TERMINATED"
    assert not instance.open and len(steps_of(instance, CallCanceled)) == 1


def test_a_loop_without_a_wait_state_is_stopped() -> None:
    diagram = bpmn("p", start(), exclusive("g"), task("a"), *chain("start", "g", "a"), flow("a", "g"))
    with pytest.raises(LimitExceeded):
        Instance(diagram)


def test_too_many_instances_are_refused() -> None:
    with pytest.raises(LimitExceeded):
        Instance(bpmn("p", start(), user("a", multi(cardinality="${n}")), *chain("start", "a")), n=1_000_000)


def test_ten_thousand_automatic_steps_do_not_recurse(begin: Begin) -> None:
    body = task("a", multi(sequential=True, cardinality="${n}"))
    assert begin(bpmn("p", start(), body, user("u"), *chain("start", "a", "u")), n=5000).waiting == ["u"]


def test_element_ids_may_be_spiffworkflows_own_words(begin: Begin) -> None:
    instance = begin(
        bpmn("p", start("Start"), user("Root"), user("root"), end("End"), *chain("Start", "Root", "root", "End"))
    )
    instance.complete("Root")
    instance.complete("root")
    assert instance.ended
