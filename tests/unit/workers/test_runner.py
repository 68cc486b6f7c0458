"""How the runner reports: results, modelled errors, failures with longer and longer pauses, lost leases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.worker_sdk import BpmnError, ClaimedTask, Failure, Refused, Runner, TaskLost, TransportDown, Worker, worker
from app.worker_sdk import runner as runner_module
from app.worker_sdk.task import Task
from tests.unit.workers.fakes import FakeTransport


def done(
    function: Callable[[Task], Any], *, retries: int | None = None, on_report: Callable[[str], None] | None = None
) -> list[tuple[Any, ...]]:
    """What is reported for one task done by `function`."""
    transport = FakeTransport(tasks=[ClaimedTask("t1", "a.b", 7, {"n": 2}, retries)])
    if on_report is not None:
        transport.on_report = on_report
    runner = Runner(transport, {"a.b": Worker("a.b", function, 60, 4)}, "w1", threads=0)
    assert runner.run_once() == 1
    assert runner.run_once() == 0
    return transport.reports


def raising(error: Exception) -> Callable[[Task], Any]:
    def function(task: Task) -> Any:
        raise error

    return function


def test_a_result_completes_the_task_and_nothing_is_an_empty_result() -> None:
    assert done(lambda task: {"double": 2 * task.integer("n")}) == [("complete", "t1", {"double": 4})]
    assert done(lambda task: None) == [("complete", "t1", {})]


def test_a_modelled_error_is_thrown() -> None:
    assert done(raising(BpmnError("NO_MONEY", "没有钱", {"sum": 3}))) == [("throw", "t1", "NO_MONEY", {"sum": 3})]


@pytest.mark.parametrize(
    ("retries", "left", "pause_ms"), [(None, 3, 5_000), (3, 2, 30_000), (2, 1, 120_000), (1, 0, 600_000)]
)
def test_failures_wait_longer_and_longer_until_an_incident(retries: int | None, left: int, pause_ms: int) -> None:
    assert done(raising(RuntimeError("boom")), retries=retries) == [("fail", "t1", "boom", left, pause_ms)]


def test_a_failure_may_say_itself_when_to_try_again_and_a_refusal_never() -> None:
    assert done(raising(Failure("later", retries=9, wait_s=1.5))) == [("fail", "t1", "later", 9, 1_500)]
    assert done(raising(Refused("rule_violated", "第五十八条")))[0][3] == 0


def test_a_missing_or_wrong_variable_is_a_refusal() -> None:
    for function in (
        lambda task: task.text("n"),
        lambda task: task.moment("n"),
        lambda task: task.mapping("n"),
        lambda task: task.integer("missing"),
    ):
        assert done(function)[0][3] == 0


def test_a_result_that_the_engine_refuses_becomes_an_incident() -> None:
    def refuse(what: str) -> None:
        if what == "complete":
            raise Refused("evaluation_failed", "表达式出错")

    assert done(lambda task: {}, on_report=refuse) == [("fail", "t1", "表达式出错", 0, 0)]


def test_a_lost_lease_is_left_alone() -> None:
    def lose(what: str) -> None:
        raise TaskLost("somebody else has it")

    assert done(lambda task: {}, on_report=lose) == []


def test_a_result_is_offered_again_while_the_engine_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "REPORT_PAUSE_S", 0)
    away = iter([TransportDown("restarting"), TransportDown("restarting")])

    def sometimes(what: str) -> None:
        for error in away:
            raise error

    assert done(lambda task: {}, on_report=sometimes) == [("complete", "t1", {})]


def test_threads_work_until_they_are_stopped() -> None:
    transport = FakeTransport(tasks=[ClaimedTask(f"t{number}", "a.b", 1, {}) for number in range(20)])
    runner = Runner(transport, {"a.b": Worker("a.b", lambda task: {}, 60, 4)}, "w1", threads=3)
    runner.start()
    while transport.tasks:
        pass
    runner.stop()

    assert sorted(report[1] for report in transport.reports if report[0] == "complete") == sorted(
        f"t{number}" for number in range(20)
    )


def test_two_functions_may_not_want_one_topic(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "twins"
    package.mkdir()
    line = "from app.worker_sdk import worker\n@worker('a.b')\ndef work(task): ...\n"
    for name in ("__init__", "one", "two"):
        (package / f"{name}.py").write_text("" if name == "__init__" else line)
    monkeypatch.syspath_prepend(tmp_path)

    from app.worker_sdk import find_workers

    with pytest.raises(ValueError, match=r"a\.b"):
        find_workers("twins")
    assert worker("a.b")(raising(RuntimeError())) is not None
