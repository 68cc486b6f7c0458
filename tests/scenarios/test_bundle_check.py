"""`banli check` over the office's own bundle: forms, topics, decisions, called processes, messages, groups resolve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.bootstrap import House, open_house
from app.bundles.checking import check_bundle
from app.bundles.files import BundleProcess, bundle_root, read_bundle
from app.domain.errors import Problem
from app.domain.queries.definition import DefinitionQuery
from app.domain.values import SYSTEM
from app.settings import load_settings

BUNDLE = read_bundle(bundle_root())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office with its posts and workers, and nothing deployed."""
    home = str(tmp_path_factory.mktemp("home"))
    with open_house(load_settings({"BANLI_HOME": home, "BANLI_JOBS": "off"})) as opened:
        yield opened


def findings(house: House, bundle: tuple[BundleProcess, ...]) -> list[Problem]:
    """What the check says."""
    return list(check_bundle(house.engine, bundle, SYSTEM))


def changed(key: str, old: str, new: str) -> tuple[BundleProcess, ...]:
    """The bundle with one word of one diagram replaced."""

    def rewritten(process: BundleProcess) -> BundleProcess:
        name, content = next(each for each in process.resources if each[0] == f"{key}.bpmn")
        assert old.encode() in content
        others = tuple(each for each in process.resources if each[0] != name)
        return replace(process, resources=((name, content.replace(old.encode(), new.encode(), 1)), *others))

    return tuple(rewritten(process) if process.key == key else process for process in BUNDLE)


def without(key: str, resource: str) -> tuple[BundleProcess, ...]:
    """The bundle without one file of one process."""
    return tuple(
        replace(process, resources=tuple(each for each in process.resources if each[0] != resource))
        if process.key == key
        else process
        for process in BUNDLE
    )


def test_the_whole_bundle_resolves(house: House) -> None:
    assert findings(house, BUNDLE) == []


@pytest.mark.parametrize(
    ("bundle", "code", "element_id"),
    [
        pytest.param(without("executive_topic", "f_p02_list.form"), "unresolved_form", "S13_mayor_approve", id="form"),
        pytest.param(
            without("executive_topic", "dt_01_consultation.dmn"), "unresolved_decision", "S05_scope_rules", id="table"
        ),
        pytest.param(
            changed("minutes", 'camunda:topic="document.render"', 'camunda:topic="document.redner"'),
            "unresolved_topic",
            "S08_render",
            id="topic",
        ),
        pytest.param(
            changed("executive_topic", 'calledElement="consultation"', 'calledElement="consulting"'),
            "unresolved_process",
            "S06_consult",
            id="called process",
        ),
        pytest.param(
            changed("executive_topic", 'candidateGroups="secretariat_chief"', 'candidateGroups="secretary_chief"'),
            "unresolved_group",
            "S09_secretary_review",
            id="group",
        ),
        pytest.param(
            changed("plenary_meeting", 'name="MSG_TOPIC_REFER_PLENARY"', 'name="MSG_REFER_PLENARY"'),
            "unresolved_message",
            "S16P_send",
            id="message",
        ),
    ],
)
def test_what_does_not_resolve_is_named_with_its_element_and_line(
    house: House, bundle: tuple[BundleProcess, ...], code: str, element_id: str
) -> None:
    found = [each for each in findings(house, bundle) if each.severity == "error"]

    assert [(each.code, each.element_id) for each in found] == [(code, element_id)]
    assert found[0].line is not None
    assert house.engine.ask(DefinitionQuery(), SYSTEM).rows == (), "a check changes nothing"
