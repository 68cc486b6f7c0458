"""The runner of the DMN TCK, on a kit of one file: what counts as right, as wrong and as refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.conformance.__main__ import main as conformance

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
<decision id="_third" name="third"><variable name="third"/>
  <informationRequirement><requiredInput href="#n"/></informationRequirement>
  <literalExpression><text>{share: n / 3, day: date("2026-09-14"), all: [n, null]}</text></literalExpression></decision>
<decision id="_failing" name="failing"><variable name="failing"/>
  <literalExpression><text>matches("a", "(a)\\1")</text></literalExpression></decision>
<decision id="_nothing" name="nothing"><variable name="nothing"/>
  <literalExpression><text>1 + "a"</text></literalExpression></decision>
<decisionService id="_s" name="service"><outputDecision href="#_third"/><inputData href="#n"/></decisionService>
</definitions>"""

THIRD = """<component name="share"><value xsi:type="xsd:decimal">0.333333333</value></component>
<component name="day"><value xsi:type="xsd:date">2026-09-14</value></component>
<component name="all"><list><item><value xsi:type="xsd:decimal">1</value></item>
<item><value xsi:nil="true"/></item></list></component>"""
NULL = '<value xsi:nil="true"/>'
ONE = '<inputNode name="n"><value xsi:type="xsd:decimal">1</value></inputNode>'


def case(id: str, decision: str, expected: str, error: bool = False, given: str = ONE, head: str = "") -> str:
    """One test case with one result."""
    flag = ' errorResult="true"' if error else ""
    wanted = f'<resultNode name="{decision}"{flag}><expected>{expected}</expected></resultNode>'
    return f'<testCase id="{id}"{head}>{given}{wanted}</testCase>'


CASES = (
    case("right", "third", THIRD),
    case("service", "third", THIRD, head=' type="decisionService" invocableName="service"'),
    case("null", "nothing", NULL, error=True),
    case("refusal that is an error", "failing", NULL, error=True),
    case("refusal that is none", "failing", '<value xsi:type="xsd:boolean">true</value>'),
    case("wrong type", "third", '<value xsi:type="xsd:string">third</value>'),
    case("wrong date", "third", THIRD.replace("09-14", "09-15")),
    case("unknown", "fourth", NULL),
)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A folder as a checkout of the kit has it."""
    folder = tmp_path / "TestCases" / "compliance-level-3" / "0001-one"
    folder.mkdir(parents=True)
    (folder / "0001-one.dmn").write_text(MODEL, encoding="utf-8")
    (folder / "0001-one-test-01.xml").write_text(
        '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>0001-one.dmn</modelName>'
        f"{''.join(CASES)}</testCases>",
        encoding="utf-8",
    )
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """`python -m scripts.conformance` with these arguments."""
    monkeypatch.setattr("sys.argv", ["conformance", *arguments])
    return conformance()


def test_each_result_is_right_wrong_or_refused(
    kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = kit / "report.json"
    assert run(monkeypatch, "--tck", str(kit), "--json", str(report), "--verbose") == 0
    outcomes = {found["case"]: found["outcome"] for found in json.loads(report.read_text())}
    assert outcomes == {
        "right": "right",
        "service": "right",
        "null": "right",
        "refusal that is an error": "right",
        "refusal that is none": "refused",
        "wrong type": "wrong",
        "wrong date": "wrong",
        "unknown": "refused",
    }
    printed = capsys.readouterr().out
    assert "all: 8 results, 4 right (50.00 %; 1 of them an expected error that Banli reports as one)" in printed
    assert "wrong 0001-one-test-01 wrong date third: expected" in printed


def test_a_model_that_is_refused_gets_nothing_right(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a kit that wants errors, then refusing the whole file is no way to be right."""
    model = kit / "TestCases" / "compliance-level-3" / "0001-one" / "0001-one.dmn"
    model.write_text(MODEL.replace("<inputData", "<quantum/><inputData"), encoding="utf-8")
    report = kit / "report.json"
    run(monkeypatch, "--tck", str(kit), "--json", str(report))
    assert {found["outcome"] for found in json.loads(report.read_text())} == {"refused"}


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_without_a_kit_the_command_says_so(
    folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--tck", folder) == 2
    assert "no test cases" in capsys.readouterr().out
