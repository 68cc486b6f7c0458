"""The pure parts of `make bench-peers`: arguments, shares, ratios, tables, what is missing, what was counted."""

from __future__ import annotations

import json

import pytest

from app.definitions import read_bpmn
from bench.peers import jvm
from bench.peers.__main__ import TITLES, arguments
from bench.peers.counts import Counts, done_in, wrong
from bench.peers.table import Report, ratio, rows, same_work, speeds
from bench.peers.workloads import MODELS, WORKLOADS, cases_of, shared_out

USER_TASKS = WORKLOADS[0]


class TestArguments:
    def test_without_any_the_run_is_the_long_one(self) -> None:
        given = arguments([])

        assert (given.warm_up, given.repetitions, given.factor) == (60.0, 5, 1.0)
        assert given.engines == ["banli", "operaton", "flowable", "bare"]

    def test_a_quick_look_is_short(self) -> None:
        given = arguments(["--quick"])

        assert (given.warm_up, given.repetitions, given.factor) == (2.0, 1, 0.2)

    @pytest.mark.parametrize(
        "wrong", [["--threads", "0"], ["--repetitions", "0"], ["--factor", "0"], ["--engines", "x"]]
    )
    def test_wrong_ones_are_refused(self, wrong: list[str]) -> None:
        with pytest.raises(SystemExit) as left:
            arguments(wrong)

        assert left.value.code == 2


class TestShares:
    @pytest.mark.parametrize(("threads", "children", "expected"), [(4, 2, [2, 2]), (5, 2, [3, 2]), (1, 1, [1])])
    def test_threads_are_divided_among_processes(self, threads: int, children: int, expected: list[int]) -> None:
        assert shared_out(threads, children) == expected

    @pytest.mark.parametrize("children", [1, 2, 3, 8])
    def test_every_process_has_a_case_at_least(self, children: int) -> None:
        cases = cases_of(USER_TASKS, 0.01, children)

        assert cases == children

    @pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.key)
    def test_cases_can_be_divided_evenly(self, workload) -> None:
        assert cases_of(workload, 1.0, 8) % 8 == 0


class TestModels:
    @pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.key)
    def test_banli_reads_the_model_of_each(self, workload) -> None:
        found = read_bpmn((MODELS / f"{workload.key}.bpmn").read_bytes(), f"{workload.key}.bpmn")

        assert [process.id for process in found.processes] == [workload.key]


class TestTable:
    def test_the_ratio_is_the_median_of_repetitions_each_beside_its_own(self) -> None:
        assert ratio([100, 10, 90], [50, 10, 30]) == 2.0

    def test_there_is_no_ratio_without_banli(self) -> None:
        (row,) = rows({"bare": [5.0]})

        assert row.ratio is None

    def test_a_row_has_median_and_span(self) -> None:
        banli, bare = rows({"banli": [100, 300, 200], "bare": [10, 10, 20]})

        assert (banli.per_second, banli.lowest, banli.highest, banli.ratio) == (200, 100, 300, 1.0)
        assert (bare.per_second, bare.ratio) == (10, 10.0)

    def test_it_prints_as_markdown(self) -> None:
        lines = speeds("20 user tasks", rows({"banli": [1234.4], "bare": [4.9]}), TITLES)

        assert "| Banli | 1,234 | 1,234 to 1,234 | 1.00 |" in lines
        assert "| SpiffWorkflow, stock serializer | 4.9 | 4.9 to 4.9 | 251.92 |" in lines

    def test_counts_are_told_for_each_case(self) -> None:
        lines = same_work({"fork": {"banli": Counts(4, 40, 40, 122), "bare": Counts(4, 40, None, None)}}, TITLES)

        assert "| fork | Banli | 4 | 10 | 10 | 30.5 |" in lines
        assert "| fork | SpiffWorkflow, stock serializer | 4 | 10 |  |  |" in lines

    def test_a_report_is_json(self) -> None:
        report = Report({"cores": "2"}, {"threads": 4}, {"fork": rows({"banli": [1.0]})}, {"fork": {}})

        assert json.loads(json.dumps(report.as_json()))["rows"]["fork"][0]["per_second"] == 1.0


class TestCounts:
    def test_the_same_work_is_every_case_ended_and_a_row_for_each_operation(self) -> None:
        assert wrong(USER_TASKS, 2, Counts(2, 40, 40, 102)) is None

    @pytest.mark.parametrize("found", [Counts(1, 40, 40, 0), Counts(2, 39, 40, 0)])
    def test_what_is_missing_is_told(self, found: Counts) -> None:
        assert "user_tasks" in str(wrong(USER_TASKS, 2, found))

    def test_a_saved_tree_counts_the_children_and_not_their_body(self) -> None:
        done = [("opinion", 64), ("opinion [child]", 64), ("opinion [child]", 16), ("step_1", 64), ("begin", 64)]
        tasks = {str(number): {"task_spec": spec, "state": state} for number, (spec, state) in enumerate(done)}

        assert done_in(json.dumps({"tasks": tasks})) == 2


class TestJvm:
    @pytest.mark.parametrize(("output", "version"), [("javac 17.0.15", 17), ("javac 1.8.0_402", 8), ("what?", None)])
    def test_versions_are_read(self, output: str, version: int | None) -> None:
        assert jvm.javac_version(output) == version

    def test_nothing_is_missing(self) -> None:
        assert jvm.missing("/bin/java", 17, "/bin/mvn") is None

    @pytest.mark.parametrize(
        ("java", "version", "maven", "lacking"),
        [(None, None, "mvn", "a JDK"), ("java", 11, "mvn", "found: 11"), ("java", 21, None, "need Maven: apt-get")],
    )
    def test_what_is_missing_is_named_with_its_remedy(
        self, java: str | None, version: int | None, maven: str | None, lacking: str
    ) -> None:
        sentence = str(jvm.missing(java, version, maven))

        assert lacking in sentence
        assert jvm.INSTALL in sentence
