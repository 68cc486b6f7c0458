"""A folder of BPMN files is read, deployed and played, and each file gets the verdict it deserves."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from scripts.conformance import __main__ as command
from tests.support.bpmn_builder import (
    bpmn,
    call,
    call_in,
    catch,
    chain,
    end,
    exclusive,
    flow,
    message,
    parallel,
    script,
    start,
    timer,
    user,
)

pytestmark = pytest.mark.conformance

FILES = {
    "plain.bpmn": bpmn(
        "plain", start("s"), user("a"), catch("m", message("M")), catch("t", timer(duration="P1D")),
        call("c", "called", call_in(variables="all")), end("e"), *chain("s", "a", "m", "t", "c", "e"),
    ),
    "called.bpmn20.xml": bpmn("called", start("s"), user("a", assignee="${unknown}"), end("e"), *chain("s", "a", "e")),
    "drawing.bpmn": bpmn("drawing", start("s"), executable=False),
    "refused.bpmn": bpmn("refused", start("s"), script("a", "x = 1", format="groovy"), *chain("s", "a")),
    "deadlock.bpmn": bpmn(
        "deadlock", start("s"), exclusive("x", default="d"), parallel("j"), end("e"), *chain("s", "x"),
        flow("x", "j", "${a}"), flow("x", "j", id="d"), *chain("j", "e"),
    ),
}  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["conformance", *arguments])
    return command.main()


def test_every_file_gets_its_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)

    code = run(monkeypatch, "--corpus", str(folder), "--json", str(tmp_path / "found.json"), "--jobs", "2")

    found = {each["path"]: each for each in json.loads((tmp_path / "found.json").read_text("utf-8"))}
    assert code == 0
    assert {name: each["verdict"] for name, each in found.items()} == {
        "plain.bpmn": "runs",
        "called.bpmn20.xml": "runs",
        "drawing.bpmn": "drawing",
        "refused.bpmn": "refused",
        "deadlock.bpmn": "stops",
    }
    assert (found["refused.bpmn"]["reason"], found["refused.bpmn"]["element"]) == ("unsupported_language", "a")
    assert found["deadlock.bpmn"]["reason"] == "deadlock at a join"


@pytest.mark.parametrize("folder", ["", "nowhere", "."])
def test_without_files_it_says_so(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(monkeypatch, "--corpus", folder) == 2
    assert "folder" in capsys.readouterr().out
