"""What must hold of every case in the database, whatever happened: its state is the fold of its history.

`faults(read_case(store, instance_id))` compares the marking (decoded afresh), the runtime rows and the history rows of
one instance and says in words what does not agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.model.process import MULTI_INSTANCE_BODY, Node, NodeKind
from app.domain.ports.interpreter import WaitingToken
from app.domain.values import JobKind
from app.engine.programs import Programs
from app.interpreter import TokenInterpreter
from app.persistence.store import SqlStore
from app.persistence.tables import hi, ru

Row = Mapping[str, Any]
_VALUE = ("type", "text_value", "bytes_value", "value_info")


@dataclass
class Case:
    """Everything stored of one instance."""

    instance: Row
    waiting: Mapping[str, WaitingToken]
    nodes: Mapping[str, Node]
    activities: list[Row]
    tasks: list[Row]
    external_tasks: list[Row]
    jobs: list[Row]
    subscriptions: list[Row]
    variables: list[Row]
    details: list[Row]

    @property
    def finished(self) -> Counter[str]:
        """How often each user task was completed, by element id."""
        return Counter(row["element_id"] for row in self.tasks if row["end_reason"] == "completed")


def read_case(store: SqlStore, instance_id: str) -> Case:
    """Read all rows of an instance from one snapshot, its marking with a fresh interpreter."""
    interpreter = TokenInterpreter()
    with store.backend.reading() as connection:
        (instance,) = _rows(connection, ru.instance, ru.instance.c.id == instance_id)
        tables = [hi.activity, ru.task, ru.external_task, ru.job, ru.subscription, ru.variable, hi.detail]
        rows = [_rows(connection, table, table.c.instance_id == instance_id) for table in tables]
    with store.transaction() as uow:
        process = Programs(interpreter).process(instance["definition_id"], uow)
    tokens = interpreter.waiting(process.program, instance["marking"]) if instance["marking"] else ()
    waiting = {token.activity_instance_id: token for token in tokens}
    return Case(instance, waiting, process.model.nodes, *rows)


def faults(case: Case) -> list[str]:
    """What is wrong with an instance; nothing where all is well."""
    over = case.instance["ended_at"] is not None
    return [*(_left_behind(case) if over else _disagreeing(case)), *_variables(case), *_completions(case)]


def _left_behind(case: Case) -> Iterator[str]:
    """Finished means: no token, nothing that waits, nothing open in history."""
    if case.instance["marking"] is not None:
        yield "ended, but there is a marking"
    open_rows = {
        "activity": [row for row in case.activities if row["ended_at"] is None],
        "task": [row for row in case.tasks if row["ended_at"] is None],
        "external task": case.external_tasks,
        "job": [row for row in case.jobs if row["kind"] != JobKind.DELIVER_MESSAGE.value],
        "subscription": case.subscriptions,
    }
    yield from (f"ended, but {name} {row['id']} is left" for name, rows in open_rows.items() for row in rows)


def _disagreeing(case: Case) -> Iterator[str]:
    """Running means: tokens, open history and what is offered are the same things."""
    if not case.waiting:
        yield "running without a token"
    shown = {id for id, token in case.waiting.items() if _is_shown(token, _node(case, token))}
    recorded = Counter(row["id"] for row in case.activities if row["ended_at"] is None)
    yield from _compare("activity in history", recorded, Counter(shown))
    tokens = [(id, token) for id, token in case.waiting.items() if not token.is_scope and token.state == "activity"]
    offered = Counter(id for id, token in tokens if _node(case, token).kind is NodeKind.USER_TASK)
    open_tasks = Counter(row["activity_instance_id"] for row in case.tasks if row["ended_at"] is None)
    yield from _compare("open task", open_tasks, offered)
    work = Counter(id for id, token in tokens if _node(case, token).external is not None)
    yield from _compare("external task", Counter(row["activity_instance_id"] for row in case.external_tasks), work)
    holders = {*case.waiting, case.instance["id"]}
    for row in (*case.jobs, *case.subscriptions):
        if row["activity_instance_id"] not in holders:
            yield f"{row['id']} ({row['element_id']}) waits for an activity that is over"


def _is_shown(token: WaitingToken, node: Node) -> bool:
    return node.is_shown and token.state != "async_before"


def _node(case: Case, token: WaitingToken) -> Node:
    return case.nodes[token.element_id.removesuffix(MULTI_INSTANCE_BODY)]


def _compare(name: str, found: Counter[str], expected: Counter[str]) -> Iterator[str]:
    yield from (f"{name} {id} without a token" for id in (found - expected).elements())
    yield from (f"token {id} without {name}" for id in (expected - found).elements())


def _variables(case: Case) -> Iterator[str]:
    """Every variable has the last value its log gave it."""
    last: dict[tuple[str, str], Row] = {}
    for row in sorted(case.details, key=lambda row: int(row["seq"])):
        if row["kind"] == "variable":
            last[row["scope_id"], row["name"]] = row
    for row in case.variables:
        logged = last.pop((row["scope_id"], row["name"]), None)
        if logged is None:
            yield f"variable {row['name']} was never logged"
        elif (logged["operation"] == "delete") != (row["deleted_at"] is not None):
            yield f"variable {row['name']} is deleted in one place only"
        elif row["deleted_at"] is None and any(row[name] != logged[name] for name in _VALUE):
            yield f"variable {row['name']} has another value than its log"
    yield from (f"variable {name} is logged, but gone" for _scope, name in last)


def _completions(case: Case) -> Iterator[str]:
    """A completed task has one entry in the operation log and one closed activity."""
    done = Counter(row["id"] for row in case.tasks if row["end_reason"] == "completed")
    logged = Counter(row["task_id"] for row in case.details if row["operation"] == "Complete")
    if done != logged:
        yield f"completed {sorted(done.elements())}, logged {sorted(logged.elements())}"
    closed = Counter(row["task_id"] for row in case.activities if row["ended_at"] and not row["canceled"])
    for row in case.tasks:
        if row["end_reason"] == "completed" and closed[row["id"]] != 1:
            yield f"task {row['element_id']} was completed, its activity closed {closed[row['id']]} times"


def _rows(connection: Connection, table: Table, condition: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(select(table).where(condition)).mappings()]
