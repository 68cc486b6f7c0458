"""Giving work back and counting co-signers; every story is told twice, the second time with a restart at each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.errors import InvalidState
from app.domain.stimuli import AddInstance, RemoveInstance, ReturnTo
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    chain,
    end,
    event_sub,
    exclusive,
    flow,
    message,
    multi,
    parallel,
    start,
    sub,
    timer,
    user,
)
from tests.support.interpreter_driver import INTERPRETER, Instance

Begin = Callable[..., Instance]

LINE = bpmn("p", start(), user("a"), user("b"), user("c"), end(), *chain("start", "a", "b", "c", "end"))
FORK = bpmn(
    "p",
    start(),
    user("a"),
    parallel("split"),
    user("b1"),
    user("b2"),
    user("c"),
    parallel("join"),
    user("d"),
    exclusive("again", default="done"),
    end(),
    *chain("start", "a", "split", "b1", "b2", "join", "d", "again"),
    *chain("split", "c", "join"),
    flow("again", "a", "${rework}"),
    flow("again", "end", id="done"),
)


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def give_back(
    instance: Instance, target: str, source: str | None, *, scope: str = "root", siblings: bool = False
) -> None:
    origin = instance.token(source) if source else None
    instance.apply(ReturnTo(target, scope, origin, siblings))


def test_work_goes_back_to_an_earlier_task(begin: Begin) -> None:
    instance = begin(LINE)
    instance.complete("a")
    instance.complete("b")
    give_back(instance, "a", "c")
    assert instance.waiting == ["a"]
    instance.complete("a")
    assert instance.waiting == ["b"]


def test_what_did_not_come_of_the_task_cannot_go_back_to_it(begin: Begin) -> None:
    instance = begin(LINE)
    with pytest.raises(InvalidState, match="did not come of"):
        give_back(instance, "b", "a")


def test_nothing_open_that_came_of_the_task(begin: Begin) -> None:
    instance = begin(LINE)
    with pytest.raises(InvalidState, match="nothing to return"):
        give_back(instance, "a", None)


def test_inside_a_branch_the_other_branch_is_left_alone(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("a")
    instance.complete("b1")
    give_back(instance, "b1", "b2")
    assert instance.waiting == ["b1", "c"]


def test_out_of_a_branch_to_before_the_fork_names_what_goes_with_it(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("a")
    with pytest.raises(InvalidState, match="other branches: c;") as refused:
        give_back(instance, "a", "b1")
    assert "会同时撤销其他分支：c" in refused.value.text.zh
    assert instance.waiting == ["b1", "c"]
    give_back(instance, "a", "b1", siblings=True)
    assert instance.waiting == ["a"]


def test_work_that_waits_at_the_join_goes_with_it_too(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("a")
    instance.complete("c")
    with pytest.raises(InvalidState, match="other branches: join;"):
        give_back(instance, "a", "b1")
    give_back(instance, "a", "b1", siblings=True)
    instance.complete("a")
    instance.complete("b1")
    instance.complete("b2")
    assert instance.waiting == ["c"]


def test_from_behind_the_join_into_one_branch_the_other_ones_work_counts_again(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("a")
    instance.complete("c")
    instance.complete("b1")
    instance.complete("b2")
    give_back(instance, "b1", "d")
    assert instance.waiting == ["b1"]
    instance.complete("b1")
    instance.complete("b2")
    assert instance.waiting == ["d"]


def test_from_behind_the_join_to_before_the_fork_everything_is_done_again(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("a")
    instance.complete("c")
    instance.complete("b1")
    instance.complete("b2")
    give_back(instance, "a", "d")
    instance.complete("a")
    assert instance.waiting == ["b1", "c"]


def test_the_next_round_of_a_loop_is_not_what_came_of_the_last(begin: Begin) -> None:
    instance = begin(FORK, rework=True)
    for element in ("a", "c", "b1", "b2", "d"):
        instance.complete(element)
    assert instance.waiting == ["a"]
    with pytest.raises(InvalidState, match="did not come of"):
        give_back(instance, "b1", "a")


def test_out_of_a_sub_process_it_is_cancelled_whole(begin: Begin) -> None:
    inner = sub("s", start("ss"), user("x"), end("se"), *chain("ss", "x", "se"))
    late = boundary("late", "s", timer(duration="P1D"))
    stop = event_sub("stop", start("halt", message("halt")), user("t"), end("te"), *chain("halt", "t", "te"))
    diagram = bpmn(
        "p", start(), user("a"), inner, late, end(), stop, *chain("start", "a", "s", "end"), flow("late", "end")
    )
    instance = begin(diagram)
    instance.complete("a")
    scope = instance.scope("s")
    give_back(instance, "a", "x")
    assert instance.waiting == ["a"] and not instance.scopes
    with pytest.raises(InvalidState, match="is over"):
        give_back(instance, "x", "a", scope=scope)


def test_all_that_came_of_a_task_is_taken_back_together(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("a")
    undone = INTERPRETER.undone(instance.program, instance.state or b"", ReturnTo("a", "root", with_siblings=True))
    assert sorted(token.element_id for token in undone.tokens) == ["b1", "c"]
    give_back(instance, "a", None, siblings=True)
    assert instance.waiting == ["a"]


def test_a_countersigned_task_begins_again_as_a_whole(begin: Begin) -> None:
    sign = user("sign", multi(collection="${people}", element_variable="who"))
    diagram = bpmn("p", start(), sign, user("b"), end(), *chain("start", "sign", "b", "end"))
    instance = begin(diagram, people=["x", "y"])
    instance.complete("sign")
    instance.complete("sign")
    give_back(instance, "sign", "b")
    assert instance.waiting == ["sign", "sign"]


# Co-signers


def signers(**options: object) -> bytes:
    sign = user("sign", multi(collection="${people}", element_variable="who", **options))  # type: ignore[arg-type]
    return bpmn("p", start(), sign, user("after"), end(), *chain("start", "sign", "after", "end"))


def counts(instance: Instance) -> tuple[int, int, int]:
    body = instance.context.variables.values[instance.scope("sign")]
    total, active, done = (body[f"nrOf{part}Instances"].value for part in ("", "Active", "Completed"))
    return total, active, done


def test_a_co_signer_is_added_at_once(begin: Begin) -> None:
    instance = begin(signers(), people=["x", "y"])
    instance.complete("sign")
    instance.apply(AddInstance(instance.scope("sign"), "z"))
    assert counts(instance) == (3, 2, 1)
    assert instance.context.variables.values[instance.token("sign", 1)]["who"].value == "z"
    instance.complete("sign")
    instance.complete("sign")
    assert instance.waiting == ["after"]


def test_a_co_signer_of_a_sequence_comes_last(begin: Begin) -> None:
    instance = begin(signers(sequential=True), people=["x", "y"])
    instance.apply(AddInstance(instance.scope("sign"), "z"))
    seen = []
    while instance.waiting == ["sign"]:
        seen.append(instance.context.variables.values[instance.token("sign")]["who"].value)
        instance.complete("sign")
    assert seen == ["x", "y", "z"]


def test_a_co_signer_is_removed_and_counts_no_longer(begin: Begin) -> None:
    instance = begin(signers(until="${nrOfCompletedInstances == nrOfInstances}"), people=["x", "y", "z"])
    instance.complete("sign")
    instance.apply(RemoveInstance(instance.token("sign")))
    assert counts(instance) == (2, 1, 1)
    instance.apply(RemoveInstance(instance.token("sign")))
    assert instance.waiting == ["after"]


def test_removing_may_fulfil_the_completion_condition(begin: Begin) -> None:
    instance = begin(signers(until="${nrOfCompletedInstances * 2 >= nrOfInstances}"), people=["x", "y", "z"])
    instance.complete("sign")
    instance.apply(RemoveInstance(instance.token("sign")))
    assert instance.waiting == ["after"]


def test_removing_the_current_signer_of_a_sequence_calls_the_next(begin: Begin) -> None:
    instance = begin(signers(sequential=True), people=["x", "y"])
    instance.apply(RemoveInstance(instance.token("sign")))
    assert instance.context.variables.values[instance.token("sign")]["who"].value == "y"
    assert counts(instance) == (1, 1, 0)
    instance.complete("sign")
    assert instance.waiting == ["after"]


def test_the_only_co_signer_stays(begin: Begin) -> None:
    instance = begin(signers(), people=["x"])
    with pytest.raises(InvalidState, match="only instance"):
        instance.apply(RemoveInstance(instance.token("sign")))


def test_what_is_no_multi_instance_is_refused(begin: Begin) -> None:
    instance = begin(LINE)
    with pytest.raises(InvalidState, match="not an open multi-instance body"):
        instance.apply(AddInstance("root", "z"))
    with pytest.raises(InvalidState, match="no instance of"):
        instance.apply(RemoveInstance(instance.token("a")))
