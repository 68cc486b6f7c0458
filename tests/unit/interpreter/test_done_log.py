"""What can be undone is kept in order, and what repeats is kept once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.interpreter import codec
from app.interpreter.done import Done, DoneLog
from app.interpreter.marking import Marking, Scope, ScopeKind

ENTRIES = st.recursive(
    st.builds(Done, st.sampled_from("abc"), st.none() | st.sampled_from(["k1", "k2"])),
    lambda inner: st.builds(
        lambda element, parts: Done(element, None, log_of(parts)), st.sampled_from("st"), st.lists(inner, max_size=4)
    ),
    max_leaves=8,
)


def log_of(entries: list[Done]) -> DoneLog:
    log = DoneLog()
    for entry in entries:
        log.add(entry)
    return log


@given(st.lists(ENTRIES, max_size=40))
def test_a_log_gives_back_what_was_added_in_order(entries: list[Done]) -> None:
    assert list(log_of(entries)) == entries


@given(st.lists(ENTRIES, max_size=30), st.sampled_from("abcst"))
def test_taking_some_leaves_the_others_in_order(entries: list[Done], wanted: str) -> None:
    log = log_of(entries)
    assert log.take(lambda done: done.element == wanted) == [done for done in entries if done.element == wanted]
    assert list(log) == [done for done in entries if done.element != wanted]


@given(st.lists(ENTRIES, min_size=1, max_size=8), st.integers(2, 50))
def test_a_loop_takes_the_room_of_its_turns_not_of_their_number(turn: list[Done], times: int) -> None:
    log = log_of(turn * times)
    assert len(log.parts) <= 3 * len(turn)
    assert list(log) == turn * times


def test_loops_in_loops_are_folded_too() -> None:
    turn = [Done("a"), Done("a"), Done("a"), Done("b")]
    assert len(log_of(turn * 500).parts) <= 4


@given(st.lists(ENTRIES, max_size=20), st.booleans())
def test_a_marking_keeps_it_through_bytes(entries: list[Done], undoing: bool) -> None:
    marking = Marking("root")
    marking.open(Scope("root", "p", "root", ScopeKind.PROCESS, done=log_of(entries)))
    marking.open(Scope("s", "sub", "root", ScopeKind.SUB_PROCESS, undoing=undoing))
    marking.open(Scope("c", "throw", "s", ScopeKind.COMPENSATION))
    read = codec.decode(codec.encode(marking))
    assert list(read.scopes["root"].done) == entries
    assert [scope.undoing for scope in read.scopes.values()] == [False, undoing, False]
    assert codec.encode(read) == codec.encode(marking)
