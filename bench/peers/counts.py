"""What each engine's own tables say was done: the proof that all do the same work."""

from __future__ import annotations

import json
from dataclasses import dataclass

import psycopg
from psycopg.rows import tuple_row

from bench.peers.workloads import Workload

ELEMENTS = r"^(step_\d+|work_\d+|branch_\d+|opinion|wait)$"
"""The activities that are the work; others (start, end, gateways, the body of a multi-instance) are not compared."""
COMPLETED = 64
"""SpiffWorkflow's state of a task that is done."""


@dataclass(frozen=True)
class Counts:
    """Rows of one workload; None where an engine keeps nothing of the kind."""

    finished: int
    activities: int
    tasks: int | None
    updates: int | None
    """Values that variables had, the first ones included."""


def banli(connection: psycopg.Connection[tuple[int]], workload: Workload) -> Counts:
    """Banli's tables: a task and its history are one row."""
    mine = "instance_id IN (SELECT id FROM ru_instance WHERE definition_key = %(key)s)"
    return _counts(
        connection,
        workload,
        "SELECT count(*) FROM ru_instance WHERE definition_key = %(key)s AND ended_at IS NOT NULL",
        f"SELECT count(*) FROM hi_activity WHERE {mine} AND ended_at IS NOT NULL AND element_id ~ %(elements)s",
        f"SELECT count(*) FROM ru_task WHERE {mine} AND ended_at IS NOT NULL",
        f"SELECT count(*) FROM hi_detail WHERE {mine} AND kind = 'variable' AND operation = 'update'",
    )


def activiti_family(connection: psycopg.Connection[tuple[int]], workload: Workload) -> Counts:
    """Operaton's and Flowable's tables, which have the same names."""
    mine = "proc_inst_id_ IN (SELECT id_ FROM act_hi_procinst WHERE proc_def_id_ LIKE %(key)s || ':%%')"
    return _counts(
        connection,
        workload,
        "SELECT count(*) FROM act_hi_procinst WHERE proc_def_id_ LIKE %(key)s || ':%%' AND end_time_ IS NOT NULL",
        f"SELECT count(*) FROM act_hi_actinst WHERE {mine} AND end_time_ IS NOT NULL AND act_id_ ~ %(elements)s",
        f"SELECT count(*) FROM act_hi_taskinst WHERE {mine} AND end_time_ IS NOT NULL",
        f"SELECT count(*) FROM act_hi_detail WHERE {mine} AND type_ = 'VariableUpdate'",
    )


def bare(connection: psycopg.Connection[tuple[int]], workload: Workload) -> Counts:
    """The saved trees: tasks of the workload's elements that are done."""
    finished = activities = 0
    with connection.cursor(row_factory=tuple_row) as cursor:
        for row in cursor.execute("SELECT finished::int, state FROM workflow WHERE key = %s", (workload.key,)):
            finished += row[0]
            activities += done_in(row[1])
    return Counts(finished, activities, None, None)


def done_in(state: str) -> int:
    """How many tasks of the work are completed in a saved tree; a child of a multi-instance counts, its body not."""
    tasks = json.loads(state)["tasks"].values()
    return sum(task["state"] == COMPLETED and _is_work(task["task_spec"]) for task in tasks)


def _is_work(spec: str) -> bool:
    name, _, child = spec.partition(" ")
    return name.startswith(("step_", "work_", "branch_", "wait")) or (name == "opinion" and bool(child))


def wrong(workload: Workload, cases: int, found: Counts) -> str | None:
    """What is missing, as a sentence; None when all cases ended and every operation left its row."""
    expected = cases * workload.operations
    if found.finished != cases:
        return f"{workload.key}: {cases} cases were started, {found.finished} ended"
    if found.activities != expected:
        return f"{workload.key}: {expected} activities were done, history has {found.activities}"
    return None


def _counts(connection: psycopg.Connection[tuple[int]], workload: Workload, *queries: str) -> Counts:
    values = {"key": workload.key, "elements": ELEMENTS}
    found = []
    for query in queries:
        row = connection.execute(query.encode(), values).fetchone()
        found.append(row[0] if row else 0)
    return Counts(*found)
