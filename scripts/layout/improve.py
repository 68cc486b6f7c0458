"""Improves a plan by small changes, keeping what costs less; the same file always gives the same drawing."""

from __future__ import annotations

import random

from scripts.layout.graph import Item, Scope
from scripts.layout.measure import cost
from scripts.layout.plan import Drawing, Plan, first_plan

ROUNDS = 200
"""Changes tried per edge."""
MOST = 24_000
"""Changes tried in all; the largest diagram takes some minutes, once."""


def best_plan(scope: Scope, seed: int) -> Plan:
    """The best plan found from a fixed seed."""
    choice = random.Random(seed)  # noqa: S311 # the same drawing every time
    best = first_plan(scope)
    best_cost = _cost(scope, best)
    tries = min(ROUNDS * max(len(scope.edges), 1), MOST)
    for turn in range(tries):
        plan = best.copy()
        for _ in range(choice.choice((1, 1, 2, 3))):
            _change(scope, plan, choice)
        found = _cost(scope, plan)
        patience = 40 * (1 - turn / tries) if choice.random() < 0.05 else 0
        if found <= best_cost + patience:
            best, best_cost = plan, found
    return best


def _cost(scope: Scope, plan: Plan) -> float:
    Drawing(scope, plan)
    return cost(scope.edges, scope.height)


def _change(scope: Scope, plan: Plan, choice: random.Random) -> None:
    kind = choice.random()
    if kind < 0.35 and scope.edges:
        plan.ways[choice.choice(scope.edges).id] = choice.randrange(6)
    elif kind < 0.7:
        _move_item(scope, plan, choice)
    else:
        drawing = Drawing(scope, plan)
        slots = [*drawing.channel_slots.values(), *drawing.corridor_slots.values()]
        bundles = [key for keys in slots if len(keys) > 1 for key in keys]
        if bundles:
            plan.ranks[choice.choice(bundles)] = choice.random()


def _move_item(scope: Scope, plan: Plan, choice: random.Random) -> None:
    items = [item for item in scope.items.values() if item.host is None]
    item = choice.choice(items)
    highest = 1 + max(plan.tracks[other.id] for other in items if other.lane == item.lane)
    track = choice.randrange(min(highest + 1, 5))
    for other in items:
        if other is not item and (other.lane, other.column, plan.tracks[other.id]) == (item.lane, item.column, track):
            plan.tracks[other.id] = plan.tracks[item.id]
    plan.tracks[item.id] = track
    _close_gaps(items, plan, item.lane)


def _close_gaps(items: list[Item], plan: Plan, lane: int) -> None:
    used = sorted({plan.tracks[item.id] for item in items if item.lane == lane})
    renumbered = {track: number for number, track in enumerate(used)}
    for item in items:
        if item.lane == lane:
            plan.tracks[item.id] = renumbered[plan.tracks[item.id]]
