"""Every diagram of the bundle is drawn whole and can be read; each crossing that is left is counted in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.diagrams import Diagram

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("bpmn/*/*.bpmn"))
LISTED = re.compile(r"^\| `([a-z_0-9]+)` \| (\d+) \|", re.MULTILINE)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_every_node_and_flow_is_drawn(file: Path) -> None:
    assert Diagram(file).missing == []


def test_no_shape_lies_on_another(file: Path) -> None:
    assert Diagram(file).overlapping_shapes() == []


def test_no_flow_lies_on_an_unrelated_one(file: Path) -> None:
    assert Diagram(file).shared_lines() == []


def test_no_name_lies_on_a_line_it_does_not_belong_to(file: Path) -> None:
    assert Diagram(file).names_on_lines() == []


def test_crossings_are_those_the_docs_explain(file: Path) -> None:
    listed = dict(LISTED.findall((ROOT / "docs/reference/diagrams.md").read_text()))
    assert len(Diagram(file).crossings()) == int(listed[file.stem])
