"""`for`, `some` and `every`, for FEEL texts and for boxed iterators."""

from __future__ import annotations

from app.expressions.feel_access import NotIterable, Source, turns
from app.expressions.runtime import Frame, Step, Value


def collect(names: tuple[str, ...], sources: tuple[Source, ...], body: Step, cost: int, partial: bool) -> Step:
    """`for`: the value of each turn; `partial` is what the turns before have given."""

    def run_loop(frame: Frame) -> list[Value]:
        results: list[Value] = []
        for turn in turns(frame, names, sources):
            frame.run.spend(cost)
            inner = turn.inner({"partial": frame.run.items(list(results))}) if partial else turn
            value = body(inner)
            frame.run.limit_items(len(results) + 1)
            results.append(value)
        return results

    return run_loop


def quantify(names: tuple[str, ...], sources: tuple[Source, ...], body: Step, cost: int, decisive: bool) -> Step:
    """`some` (decisive true) and `every` (decisive false), three-valued."""

    def run_loop(frame: Frame) -> bool | None:
        unknown = False
        for turn in turns(frame, names, sources):
            frame.run.spend(cost)
            value = body(turn)
            if value is decisive:
                return bool(decisive)
            unknown = unknown or not isinstance(value, bool)
        return None if unknown else not decisive

    return run_loop


def null_where_impossible(run_loop: Step) -> Step:
    """The loop, null where its source is nothing a loop can run over."""

    def run(frame: Frame) -> Value:
        try:
            return run_loop(frame)
        except NotIterable:
            return None

    return run
