"""No diagram of the bundle can get stuck, double a token or hold a step that is never reached."""

from __future__ import annotations

import pytest
from lxml import etree

from app.definitions import read_bpmn
from tests.bundles.bundle_files import BPMN, Diagram, diagrams, local
from tests.bundles.token_game import TokenGame

ENDLESS = {"executive_meeting_cycle"}
"""Loops for ever by design (DL-14)."""

EACH = pytest.mark.parametrize("diagram", diagrams(), ids=lambda d: d.key)


def _games(diagram: Diagram) -> list[TokenGame]:
    return [TokenGame(scope) for scope in (diagram.process, *diagram.process.iter(BPMN + "subProcess"))]


@EACH
def test_every_case_can_end_and_none_gets_stuck(diagram: Diagram) -> None:
    for game in _games(diagram):
        for start in game.starts():
            verdict = game.play(start)

            assert verdict.dead == []
            assert verdict.ended is not (diagram.key in ENDLESS)


@EACH
def test_no_flow_ever_holds_two_tokens(diagram: Diagram) -> None:
    for game in _games(diagram):
        for start in game.starts():
            noticed = game.play(start).doubled

            assert noticed - _notice_flows(game) == set()


def _notice_flows(game: TokenGame) -> set[str]:
    """Flows behind a boundary event that does not interrupt: one more notice each time the activity is late."""
    todo = [f for i in game.nodes for b in game.boundaries(i, interrupting=False) for f in game.out[b]]
    found: set[str] = set()
    while todo:
        flow = todo.pop()
        found.add(flow)
        todo += [f for i, into in game.into.items() if flow in into for f in game.out[i] if f not in found]
    return found


@EACH
def test_every_step_is_reached_by_some_case(diagram: Diagram) -> None:
    for game in _games(diagram):
        fired = set().union(*(game.play(start).fired for start in game.starts()))
        own = {i for i, n in game.nodes.items() if local(n) not in {"startEvent", "boundaryEvent"}}

        assert own - fired == set()


@EACH
def test_the_lint_agrees(diagram: Diagram) -> None:
    found = read_bpmn(etree.tostring(diagram.tree), diagram.key).warnings

    assert {each.code for each in found} & {"join_may_wait_for_ever", "soundness_not_decided"} == set()
