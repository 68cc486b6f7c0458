"""A plan is every free choice of a drawing (rows, ways, order of parallel lines); `draw` turns it into coordinates."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field

from scripts.layout.graph import Edge, Item, Scope, text_box

GAP = 11
"""Between parallel lines."""
PAD = 14
LABEL_ROOM = 62


@dataclass
class Plan:
    """Choices: track per item, way per edge, rank of each bundle of lines in its channel or corridor."""

    tracks: dict[str, int]
    ways: dict[str, int]
    ranks: dict[tuple[object, ...], float] = field(default_factory=dict)

    def copy(self) -> Plan:
        """A plan to change."""
        return Plan(dict(self.tracks), dict(self.ways), dict(self.ranks))


@dataclass
class Way:
    """The course of an edge: verticals in channels (column to their left), horizontals on a row or in a corridor."""

    first_channel: int | None
    corridor: tuple[int, int] | None
    last_channel: int | None


def first_plan(scope: Scope) -> Plan:
    """Stack what shares a lane and a column; straight ways where they are free."""
    taken: dict[tuple[int, int], int] = defaultdict(int)
    tracks = {}
    for item in sorted(_placed(scope), key=lambda item: item.column):
        tracks[item.id] = taken[item.lane, item.column]
        taken[item.lane, item.column] += 1
    return Plan(tracks, {edge.id: 0 for edge in scope.edges})


def _placed(scope: Scope) -> list[Item]:
    return [item for item in scope.items.values() if item.host is None]


def ways_of(edge: Edge, plan: Plan, cells: set[tuple[int, int, int]]) -> list[Way]:
    """The courses an edge can take, the plainest first."""
    source, target = edge.source, edge.target
    row, goal = (source.lane, plan.tracks[source.id]), (target.lane, plan.tracks[target.id])
    under, over = (row[0], row[1] + 1), row
    if edge.leaves is not None:
        return [Way(None, under, target.column - 1)]
    found = []
    if target.column > source.column:
        between = range(source.column + 1, target.column)
        if all((*row, column) not in cells for column in between):
            found.append(Way(None, None, None if row == goal else target.column - 1))
        if row != goal and all((*goal, column) not in cells for column in between):
            found.append(Way(source.column, None, None))
    for corridor in (under, over, goal, (goal[0], goal[1] + 1)):
        way = Way(source.column, corridor, target.column - 1)
        if way not in found:
            found.append(way)
    return found


class Drawing:
    """Coordinates of one scope under one plan."""

    def __init__(self, scope: Scope, plan: Plan) -> None:
        self.scope, self.plan = scope, plan
        self.items = _placed(scope)
        cells = {(item.lane, plan.tracks[item.id], item.column) for item in self.items}
        self.ways = {}
        for edge in scope.edges:
            choices = ways_of(edge, plan, cells)
            self.ways[edge.id] = choices[plan.ways[edge.id] % len(choices)]
        self.columns = max((item.column for item in self.items), default=0) + 1
        self.lanes = max(len(scope.lanes), 1)
        self._slots()
        self._vertical()
        self._horizontal()
        self._place()
        self._route()

    def _slots(self) -> None:
        """Give every bundle of lines a place in its channel or corridor."""
        channels: dict[int, set[tuple[object, ...]]] = defaultdict(set)
        corridors: dict[tuple[int, int], set[tuple[object, ...]]] = defaultdict(set)
        for edge in self.scope.edges:
            way = self.ways[edge.id]
            for channel, key in self._bundles(edge, way):
                channels[channel].add(key)
            if way.corridor is not None:
                corridors[way.corridor].add(("corridor", *way.corridor, edge.target.id))
        rank = self.plan.ranks
        self.channel_slots = {
            c: sorted(keys, key=lambda key: (rank.get(key, 0.5), str(key))) for c, keys in channels.items()
        }
        self.corridor_slots = {
            c: sorted(keys, key=lambda key: (rank.get(key, 0.5), str(key))) for c, keys in corridors.items()
        }

    def _bundles(self, edge: Edge, way: Way) -> list[tuple[int, tuple[object, ...]]]:
        found: list[tuple[int, tuple[object, ...]]] = []
        if way.first_channel is not None:
            found.append((way.first_channel, ("from", way.first_channel, edge.source.id)))
        if way.last_channel is not None:
            near = edge.target.column == edge.source.column + 1 and way.corridor is None
            side = ("from", way.last_channel, edge.source.id) if near else ("to", way.last_channel, edge.target.id)
            found.append((way.last_channel, side))
        return found

    def _vertical(self) -> None:
        """Heights of corridors and tracks, and the middle line of each track."""
        self.middle: dict[tuple[int, int], float] = {}
        self.corridor_top: dict[tuple[int, int], float] = {}
        self.scope.lane_bounds = []
        y = 0.0
        for lane in range(self.lanes):
            top = y
            tracks = 1 + max((self.plan.tracks[i.id] for i in self.items if i.lane == lane), default=0)
            for track in range(tracks):
                y = self._corridor(lane, track, y)
                here = [i for i in self.items if i.lane == lane and self.plan.tracks[i.id] == track]
                above = max((item.height / 2 for item in here), default=25)
                below = max((item.below for item in here), default=25)
                self.middle[lane, track] = y + 6 + above
                y += above + below + 12
            y = self._corridor(lane, tracks, y)
            self.scope.lane_bounds.append((top, y))
        self.scope.height = y

    def _corridor(self, lane: int, track: int, y: float) -> float:
        self.corridor_top[lane, track] = y + PAD / 2
        lines = len(self.corridor_slots.get((lane, track), []))
        return y + PAD / 2 + lines * (GAP + 6)

    def _horizontal(self) -> None:
        """Left edge and width of columns and channels."""
        labelled = {edge.target.column - 1 for edge in self.scope.edges if edge.name}
        self.left: dict[int, float] = {}
        self.channel_left: dict[int, float] = {}
        self.column_width: dict[int, float] = {}
        x = 0.0
        for column in range(-1, self.columns):
            if column >= 0:
                widths = [self._room(item) for item in self.items if item.column == column]
                self.left[column], self.column_width[column] = x, max(widths, default=50)
                x += self.column_width[column]
            self.channel_left[column] = x + PAD
            slots = len(self.channel_slots.get(column, []))
            x += 2 * PAD + max(slots - 1, 0) * GAP + (LABEL_ROOM if column in labelled else 8)
        self.scope.width = x

    def _room(self, item: Item) -> float:
        label = text_box(item.name)[0] if item.has_label else 0
        beside = 2 * LABEL_ROOM if item.boundaries else 0
        return max(item.width + beside, label, 60)

    def _place(self) -> None:
        for item in self.items:
            room = self.column_width[item.column]
            item.x = self.left[item.column] + (room - item.width) / 2
            item.y = self.middle[item.lane, self.plan.tracks[item.id]] - item.height / 2
            _place_boundaries(item)

    def _channel_x(self, channel: int, key: tuple[object, ...]) -> float:
        return self.channel_left[channel] + self.channel_slots[channel].index(key) * GAP

    def _route(self) -> None:
        for edge in self.scope.edges:
            way = self.ways[edge.id]
            channels = [self._channel_x(channel, key) for channel, key in self._bundles(edge, way)]
            edge.points = _simplify(self._points(edge, way, channels))

    def _points(self, edge: Edge, way: Way, channels: list[float]) -> list[tuple[float, float]]:
        start_y = self._middle_of(edge.source)
        end_y = self._middle_of(edge.target)
        start = (edge.source.x + edge.source.width, start_y)
        end = (edge.target.x, end_y)
        if way.corridor is not None:
            slot = self.corridor_slots[way.corridor].index(("corridor", *way.corridor, edge.target.id))
            y = self.corridor_top[way.corridor] + 8 + slot * (GAP + 6)
            if edge.leaves is not None:
                middle = edge.leaves.x + 18
                head = [(middle, edge.leaves.y + 36), (middle, y)]
            else:
                head = [start, (channels[0], start_y), (channels[0], y)]
            return [*head, (channels[-1], y), (channels[-1], end_y), end]
        if not channels:
            return [start, end]
        return [start, (channels[0], start_y), (channels[0], end_y), end]

    def _middle_of(self, item: Item) -> float:
        return self.middle[item.lane, self.plan.tracks[item.id]]


def _simplify(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = [points[0]]
    for here, after in itertools.pairwise(points[1:]):
        before = kept[-1]
        same = (before[0] == here[0] == after[0]) or (before[1] == here[1] == after[1])
        if not same and here != before:
            kept.append(here)
    return [*kept, points[-1]]


def _place_boundaries(host: Item) -> None:
    """Along the lower edge, each far enough from the next for its name where the host is wide enough."""
    steps = [max(56.0, text_box(event.name)[0] + 48) for event in host.boundaries[:-1]]
    if 14 + sum(steps) + 36 > host.width:
        steps = [56.0] * len(steps)
    for event, offset in zip(host.boundaries, itertools.accumulate(steps, initial=14.0), strict=False):
        event.x, event.y = host.x + offset, host.y + host.height - 18
