"""Whether every token of a process can get to an end: a bounded search through its token game (ADR 18).

Nodes choose independently of each other here, so of several that can move only one has to be tried first: what stands
still in the end is the same whatever the order. (A flow leads to one node only, so no move takes another's token; the
moves of one node are a persistent set in Godefroid's sense.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.definitions.report import Report
from app.definitions.token_net import Marking, TokenNet, UndecidedError
from app.domain.model.process import NodeKind, ProcessModel

MAX_STATES = 3_000
"""States looked at in one process; beyond them nothing is said about what was not seen."""
_JOINS = frozenset({NodeKind.PARALLEL_GATEWAY, NodeKind.INCLUSIVE_GATEWAY, NodeKind.COMPLEX_GATEWAY})
_NO_GAME = frozenset({NodeKind.AD_HOC})


@dataclass
class Verdict:
    """What was found in one scope."""

    stuck: dict[str, set[str]] = field(default_factory=dict)
    """Joins where tokens may stand for ever -> the flows by which nothing came."""
    ends: bool = False
    """Whether some way leads to a proper end."""
    states: int = 0


def check_soundness(model: ProcessModel, report: Report) -> None:
    """Warn of joins that may wait for ever, or say that the process is too large to tell."""
    budget = MAX_STATES
    for scope in _scopes(model):
        try:
            verdict = play(TokenNet(model, scope), budget)
        except UndecidedError:
            _tell_undecided(scope, model, report)
            continue
        budget = max(budget - verdict.states, 1)
        for join, missing in verdict.stuck.items():
            _tell_stuck(join, missing, verdict.ends, model, report)


def play(net: TokenNet, budget: int) -> Verdict:
    """Every state that matters, from every start. Raises `UndecidedError` beyond the budget."""
    verdict = Verdict()
    todo: list[Marking] = list(net.begins())
    seen = set(todo)
    while todo:
        marking = todo.pop()
        verdict.ends |= not marking
        moves = net.moves(marking)
        if marking and not moves:
            _note_stuck(net, marking, verdict)
        after = moves[0][1] if moves else []
        fresh = [each for each in after if each not in seen]
        seen.update(fresh)
        todo += fresh
        if len(seen) > budget:
            raise UndecidedError
    verdict.states = len(seen)
    return verdict


def _note_stuck(net: TokenNet, marking: Marking, verdict: Verdict) -> None:
    held = {flow for flow, _ in marking}
    for join in net.joins_waiting(marking):
        missing = {flow for flow in net.nodes[join].incoming if flow not in held}
        verdict.stuck.setdefault(join, set()).update(missing)


def _scopes(model: ProcessModel) -> Iterator[str]:
    """The scopes with a parallel join: nowhere else can a token be stuck."""
    joins = {
        node.scope for node in model.nodes.values() if node.kind is NodeKind.PARALLEL_GATEWAY and len(node.incoming) > 1
    }
    kinds = {node.id: node.kind for node in model.nodes.values()}
    yield from (scope for scope in (model.id, *kinds) if scope in joins and kinds.get(scope) not in _NO_GAME)


def _tell_stuck(join: str, missing: set[str], ends: bool, model: ProcessModel, report: Report) -> None:
    node = model.nodes[join]
    named = ", ".join(f"{id} ({model.flows[id].source})" for id in sorted(missing))
    where = ("有的路径上,", "On some path") if ends else ("无论走哪条路径,", "On every path")
    report.warning(
        "join_may_wait_for_ever",
        f"{where[0]}这个汇合在等永远不会来的分支:{named}。请改用排他网关汇合,或让每条路径都到达这里。",
        f"{where[1]} this join waits for a branch that never comes: {named}. Join by an exclusive gateway, or lead "
        "every path here.",
        join,
        node.line,
    )


def _tell_undecided(scope: str, model: ProcessModel, report: Report) -> None:
    node = model.nodes.get(scope)
    report.warning(
        "soundness_not_decided",
        "流程的走法太多,没有检查每个汇合是否都能等齐。请用模拟运行核对各个汇合,或拆成几个流程。",
        "The process has too many ways to check whether every join opens. Play its joins in the simulation, "
        "or split it into several processes.",
        scope,
        node.line if node else None,
    )
