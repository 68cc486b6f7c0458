"""What only the engine can find wrong with a deployment reads well too: element, line, both languages, remedy."""

from __future__ import annotations

import pytest

from app.domain.commands.deployment import Deploy
from app.domain.errors import Problem
from tests.support.bpmn_builder import (
    Xml,
    bpmn,
    catch,
    chain,
    exclusive,
    flow,
    inputs,
    message,
    multi,
    properties,
    script,
    service,
    start,
    timer,
    user,
)
from tests.support.engine_driver import Office
from tests.unit.definitions.test_refusals_read_well import reads_well

_TABLE = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">\n'
    '<decision id="D" name="D"><decisionTable id="t" hitPolicy="UNIQUE"><input id="i"><inputExpression id="ie">'
    '<text>{input}</text></inputExpression></input><output id="o" name="out"/><rule id="r1"><inputEntry id="a">'
    '<text>{cell}</text></inputEntry><outputEntry id="b"><text>{result}</text></outputEntry></rule>'
    "</decisionTable></decision></definitions>"
)


def straight(node: Xml) -> bytes:
    return bpmn("p", start("s"), node, *chain("s", "t"))


BROKEN: dict[str, tuple[bytes, ...]] = {
    "condition": (bpmn("p", start("s"), exclusive("t"), user("u"), flow("s", "t"), flow("t", "u", "${x ==}")),),
    "assignee": (straight(user("t", assignee="${org.}")),),
    "quotes": (straight(user("t", assignee="${'open}")),),
    "full width": (straight(user("t", assignee="${x （1)}")),),
    "script": (straight(script("t", "${1 +}")),),
    "FEEL": (straight(script("t", "if x then 1", format="feel")),),
    "service": (straight(service("t", expression="${java.lang.Runtime.exec('x')}")),),
    "forbidden name": (straight(service("t", expression="${x.__class__}")),),
    "collection": (straight(user("t", multi(collection="${[}"))),),
    "timer": (straight(catch("t", timer(duration="${PT +}"))),),
    "input": (straight(user("t", inputs(x="${(1}"))),),
    "property": (straight(user("t", properties(deadline="${"))),),
    "start timer": (bpmn("p", start("t", timer(duration="${wait}"))),),
    "start message": (bpmn("p", start("t", message("M"))), bpmn("q", start("u", message("M")))),
    "two of a key": (bpmn("p", start("t")), bpmn("p", start("u"))),
    "decision input": (_TABLE.format(input="x +", cell="1", result="2").encode(),),
    "decision cell": (_TABLE.format(input="x", cell="[1..", result="2").encode(),),
    "decision result": (_TABLE.format(input="x", cell="1", result="(").encode(),),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_refusal_names_element_line_and_remedy(office: Office, name: str) -> None:
    found = refusals(office, *BROKEN[name])

    assert found
    for problem in found:
        assert problem.element_id
        assert problem.line or problem.code == "duplicate_key"  # which of the two files is wrong nobody knows
        assert reads_well(problem.text.zh, problem.text.en) == [], problem.text


def refusals(office: Office, *contents: bytes) -> list[Problem]:
    resources = tuple(
        (f"r{number}.{'dmn' if b'decisionTable' in content else 'bpmn'}", content)
        for number, content in enumerate(contents)
    )
    result = office.execute(Deploy("test", resources, dry_run=True))
    return [problem for problem in result.problems if problem.severity == "error"]
