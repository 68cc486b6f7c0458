"""Saved markings: every released layout can be read and run on, and what is no marking is refused."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import pytest

from app.domain.errors import InvalidState
from app.interpreter import codec
from app.interpreter.marking import Marking, Scope, ScopeKind, Token, Wait
from tests.unit.interpreter import golden_undoing
from tests.unit.interpreter.golden_story import story

GOLDEN = {
    1: "AXgBZZDdDoMgDIXfpde9kP2PVzFmYYoGx8ChZkvM3n0FRUzGTdN+p+0pE0jgDMEBB2ftAAg98DyPSWN1JQ1VF9gBZmhGrQvMQRwJlHY0g3S9aj"
    "ayp5fle9whK4KSHf6kobsHZGkeO5NqdI2s0ka5biwQhuBN+GFOlISir4ZUYdGJarXSG3SP6EJImUp+UlsdGcuo2Gv7TkyszM9c7hPhkISuXi876/zPieA/"
    "QPLaAp9mexRbq4zPX6MqH7c5Y196P6KsbX0=",
}
"""The end of `golden_story`, as each layout of the codec saved it. Never edit a released one; add the next."""
MEANING: dict[str, Any] = {
    "element": "golden",
    "kind": "process",
    "tokens": [
        {"element": "race", "wait": "event_gateway"},
        {"element": "file", "wait": "async_before"},
        {"element": "index", "wait": "async_after"},
        {"element": "slow", "wait": "activity"},
    ],
    "joins": {"join": {"quick_join": 1}},
    "scopes": [
        {
            "element": "countersign",
            "kind": "multi_instance",
            "instances": {"total": 3, "started": 2, "completed": 1},
            "scopes": [
                {
                    "element": "countersign",
                    "kind": "sub_process",
                    "tokens": [{"element": "sign", "wait": "activity"}],
                }
            ],
        },
        {
            "element": "urged",
            "kind": "event_sub_process",
            "tokens": [{"element": "report", "wait": "activity"}],
        },
    ],
}


@pytest.mark.parametrize("version", GOLDEN)
def test_a_saved_state_of_every_layout_still_means_the_same(version: int) -> None:
    assert story().program.dump(base64.b64decode(GOLDEN[version])) == MEANING


@pytest.mark.parametrize("version", GOLDEN)
def test_a_saved_state_of_every_layout_runs_to_its_end(version: int) -> None:
    instance = story()
    instance.state = base64.b64decode(GOLDEN[version])
    instance.fire("answer")
    for element in ("sign", "sign", "report", "slow"):
        instance.complete(element)
    for element in ("file", "index"):
        instance.go_on(element)
    assert instance.ended and instance.ended.state == "COMPLETED"


def test_today_the_same_story_gives_the_same_text() -> None:
    state, golden = story().state or b"", base64.b64decode(GOLDEN[codec.VERSION])
    assert state[:1] == golden[:1]
    assert zlib.decompress(state[1:]) == zlib.decompress(golden[1:])


GOLDEN_UNDOING = (
    "AXgBTU9LDoIwEL3LW88C8BPlKk1DKmBBScdA0QXh7k4LiN3M5/2mE2rkKaFHjp7ZgzAgV2obLHdV7WS7gi9QQm7sOlIJKXUkhao3dw+tpR1aG7gm"
    "vUDAfbwiav4pWbLudHiiNdlRpL7p+bPHlVvcwjgJcmN+ts6GmKgYNgqplFQ0g49fMGchicN2uxHm4hOA0VVcNOzrLloF6x/hkMlU8uh8XUm3/j3C"
    "mvBAPs0EK2WBpL7FSEJhitjJmUuj53n+Ap4LZ5E="
)
"""The end of `golden_undoing`, as the engine that could first compensate saved it. Never edit it."""
UNDOING_MEANING: dict[str, Any] = {
    "element": "golden",
    "kind": "process",
    "done": ["draft", "draft", "draft", "draft", "sign"],
    "tokens": [{"element": "c", "wait": "activity"}, {"element": "counted", "wait": "activity"}],
    "resetting": {"vote": ["a_vote", "b_vote"]},
    "scopes": [
        {
            "element": "throw",
            "kind": "compensation",
            "scopes": [
                {
                    "element": "booking",
                    "kind": "sub_process",
                    "tokens": [{"element": "undo_hotel", "wait": "activity"}],
                }
            ],
        }
    ],
}


def test_a_saved_state_in_the_middle_of_compensation_means_the_same_and_runs_to_its_end() -> None:
    instance = golden_undoing.story()
    instance.state = base64.b64decode(GOLDEN_UNDOING)
    assert instance.program.dump(instance.state) == UNDOING_MEANING
    for element in ("undo_hotel", "counted", "c", "after"):
        instance.complete(element)
    assert instance.waiting == ["undo_draft"] * 4 + ["undo_sign"] * 2
    for element in ("undo_sign", "undo_sign", *["undo_draft"] * 4):
        instance.complete(element)
    assert instance.ended and instance.ended.state == "COMPLETED"


def test_today_compensation_gives_the_same_text() -> None:
    state, golden = golden_undoing.story().state or b"", base64.b64decode(GOLDEN_UNDOING)
    assert zlib.decompress(state[1:]) == zlib.decompress(golden[1:])


def test_reading_and_writing_changes_nothing() -> None:
    state = story().state or b""
    assert codec.encode(codec.decode(state)) == state


def test_the_state_of_an_ended_instance_is_empty() -> None:
    instance = story()
    instance.state = codec.encode(Marking("root"))
    assert instance.waiting == []
    assert instance.program.dump(instance.state) == {}


@pytest.mark.parametrize("state", [b"", b"\x00", b"\x63abc", b"\x01", b"\x01abc", bytes([1]) + zlib.compress(b"{")])
def test_what_is_no_marking_is_refused(state: bytes) -> None:
    with pytest.raises(InvalidState):
        codec.decode(state)


def test_a_marking_answers_by_scope() -> None:
    marking = Marking("root")
    marking.open(Scope("root", "p", "root", ScopeKind.PROCESS))
    marking.open(Scope("s", "sub", "root", ScopeKind.SUB_PROCESS))
    marking.rest(Token("t", "task", "s", Wait.ACTIVITY))
    marking.arrive("s", "join", "f")
    assert [scope.id for scope in marking.scopes_in("root")] == ["s"]
    assert [token.id for token in marking.tokens_in("s")] == ["t"]
    assert not marking.is_empty("root")
    marking.take("t")
    assert not marking.is_empty("s")
    marking.consume("s", "join", ("f",))
    assert marking.is_empty("s")
    marking.close("s")
    assert marking.is_empty("root")
