"""Joins that may wait for ever are found, sound diagrams raise no alarm, and large ones cost little."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definitions import read_bpmn
from app.definitions.soundness import MAX_STATES, play
from app.definitions.token_net import Marking, TokenNet, UndecidedError
from app.domain.errors import DefinitionInvalid
from app.domain.model.process import ProcessModel
from tests.support.block_diagram import diagram
from tests.support.blocks import random_tree
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    chain,
    end,
    error,
    event_sub,
    exclusive,
    flow,
    inclusive,
    message,
    parallel,
    signal,
    start,
    sub,
    task,
    terminate,
    user,
)

FOUND = {"join_may_wait_for_ever", "soundness_not_decided"}


def alarms(*elements: Xml) -> list[tuple[str, str | None, bool]]:
    """Code and element of every finding about tokens, and whether every path is affected."""
    found = read_bpmn(bpmn("p", *elements), "x").warnings
    return [
        (each.code, each.element_id, each.text.en.startswith("On every path")) for each in found if each.code in FOUND
    ]


def both_ways(split: Xml, join: Xml, *more: Xml) -> tuple[Xml, ...]:
    """Start, split into A and B, join, end."""
    return (start("s"), split, user("A"), user("B"), join, end("e"), *chain("s", "x", "A", "j", "e"),
            *chain("B", "j"), *more)  # fmt: skip


CHOICE = (exclusive("x", default="d"), flow("x", "B", id="d"))


def test_a_choice_that_is_joined_in_parallel_waits_for_ever() -> None:
    split = exclusive("x", default="d")
    elements = both_ways(split, parallel("j"), flow("x", "B", id="d"))
    conditional = tuple(each if "x_A" not in each.text else flow("x", "A", "${a}") for each in elements)
    assert alarms(*conditional) == [("join_may_wait_for_ever", "j", True)]


def test_some_paths_of_an_inclusive_split_do_not_reach_a_parallel_join() -> None:
    elements = (start("s"), inclusive("x"), user("A"), user("B"), parallel("j"), flow("s", "x"), flow("x", "A", "${a}"),
                flow("x", "B", "${b}"), flow("A", "j"), flow("B", "j"))  # fmt: skip
    assert alarms(*elements) == [("join_may_wait_for_ever", "j", False)]


@pytest.mark.parametrize("gateway", [parallel, inclusive])
def test_a_fork_and_its_join_are_sound(gateway: type[Xml]) -> None:
    assert alarms(*both_ways(gateway("x"), gateway("j"), flow("x", "B"))) == []


def test_a_way_round_the_join_leaves_the_other_branch_waiting() -> None:
    leaving = (boundary("b", "A", message("M")), end("gone"), flow("b", "gone"))
    assert alarms(*both_ways(parallel("x"), parallel("j"), flow("x", "B"), *leaving)) == [
        ("join_may_wait_for_ever", "j", False)
    ]


def test_a_way_round_that_ends_everything_is_sound() -> None:
    for definition in (terminate(), error("E")):
        leaving = (boundary("b", "A", message("M")), end("gone", definition), flow("b", "gone"))
        assert alarms(*both_ways(parallel("x"), parallel("j"), flow("x", "B"), *leaving)) == []


def test_a_notice_beside_the_branches_is_sound() -> None:
    beside = (boundary("b", "A", signal("S"), interrupting=False), task("note"), flow("b", "note"))
    assert alarms(*both_ways(parallel("x"), parallel("j"), flow("x", "B"), *beside)) == []


def test_a_round_after_the_join_is_sound() -> None:
    elements = (start("s"), exclusive("m"), parallel("x"), user("A"), user("B"), parallel("j"),
                exclusive("again", default="d"), end("e"), *chain("s", "m", "x", "A", "j", "again"),
                *chain("x", "B", "j"), flow("again", "m", "${more}"), flow("again", "e", id="d"))  # fmt: skip
    assert alarms(*elements) == []


def test_scopes_are_looked_at_one_by_one() -> None:
    def bad(prefix: str) -> tuple[Xml, ...]:
        return (exclusive(f"{prefix}x", default=f"{prefix}d"), parallel(f"{prefix}j"),
                flow(f"{prefix}x", f"{prefix}j", "${a}", id=f"{prefix}f"),
                flow(f"{prefix}x", f"{prefix}j", id=f"{prefix}d"))  # fmt: skip

    inside = sub("SP", start("s1"), *bad("i"), flow("s1", "ix"))
    aside = event_sub("ES", start("s2", message("M")), *bad("a"), flow("s2", "ax"))
    found = alarms(start("s"), inside, aside, *chain("s", "SP"))
    assert found == [("join_may_wait_for_ever", "ij", True), ("join_may_wait_for_ever", "aj", True)]


def test_fifteen_branches_of_ten_steps_are_decided() -> None:
    steps = [[f"t{branch}_{number}" for number in range(10)] for branch in range(15)]
    elements = [start("s"), parallel("x"), parallel("j"), flow("s", "x")]
    elements += [user(id) for id in itertools.chain(*steps)]
    elements += [each for branch in steps for each in chain("x", *branch, "j")]
    assert alarms(*elements) == []


def test_what_cannot_be_decided_is_said() -> None:
    many = [flow("A", f"t{number}", f"${{a{number}}}") for number in range(7)]
    joined = [flow(f"t{number}", "j") for number in range(7)]
    tasks = [task(f"t{number}") for number in range(7)]
    found = alarms(start("s"), user("A"), *tasks, parallel("j"), flow("s", "A"), *many, *joined)
    assert found == [("soundness_not_decided", "p", False)]


def test_tokens_without_end_are_not_decided() -> None:
    elements = (start("s"), exclusive("m"), parallel("x"), task("A"), user("B"), parallel("j"),
                *chain("s", "m", "x", "m"), *chain("x", "A", "j"), *chain("s", "B", "j"))  # fmt: skip
    assert alarms(*elements) == [("soundness_not_decided", "p", False)]


@pytest.mark.parametrize("seed", range(100))
def test_processes_made_of_blocks_raise_no_alarm(seed: int) -> None:
    found = read_bpmn(diagram(random_tree(seed)), "x").warnings
    assert [each for each in found if each.code == "join_may_wait_for_ever"] == []


@st.composite
def tangles(draw: st.DrawFn) -> bytes:
    """A few gateways and tasks, connected at random: mostly unsound."""
    kinds = draw(st.lists(st.sampled_from([exclusive, parallel, task]), min_size=2, max_size=6))
    nodes = [kind(f"n{number}") for number, kind in enumerate(kinds)]
    last = len(nodes)
    flows = [flow("s", "n0")]
    for number, kind in enumerate(kinds):
        count = draw(st.integers(0 if kind is not exclusive else 1, 2))
        targets = draw(st.lists(st.integers(0, last), min_size=count, max_size=count, unique=True))
        for target in targets:
            condition = "${a}" if kind is exclusive and len(targets) > 1 else None
            flows.append(flow(f"n{number}", "e" if target == last else f"n{target}", condition))
    return bpmn("p", start("s"), *nodes, end("e"), *flows)


@settings(max_examples=80)
@given(tangles())
def test_trying_one_node_first_finds_what_trying_all_finds(content: bytes) -> None:
    try:
        (model,) = read_bpmn(content, "x").processes
        stuck, ends = everything(model)
    except (DefinitionInvalid, UndecidedError):
        return
    verdict = play(TokenNet(model, "p"), MAX_STATES)
    assert (set(verdict.stuck), verdict.ends) == (stuck, ends)


def everything(model: ProcessModel) -> tuple[set[str], bool]:
    """The joins where tokens stand still and whether there is an end, by the plain search through every order."""
    net = TokenNet(model, "p")
    todo: list[Marking] = list(net.begins())
    seen, stuck = set(todo), set()
    while todo:
        marking = todo.pop()
        after = {each for _, markings in net.moves(marking) for each in markings}
        if marking and not after:
            stuck.update(net.joins_waiting(marking))
        todo += after - seen
        seen |= after
        if len(seen) > 5_000:
            raise UndecidedError
    return stuck, frozenset() in seen
