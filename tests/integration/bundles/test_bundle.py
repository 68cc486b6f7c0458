"""The bundle on disk: read, checked as a whole, deployed once, and a first process from the scaffold."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.bootstrap import Office as Ports
from app.bundles.checking import check_bundle
from app.bundles.deploying import deploy_bundle
from app.bundles.files import bundle_root, read_bundle
from app.bundles.scaffold import new_process
from app.cli import main
from app.domain.errors import DefinitionInvalid, InvalidInput
from app.domain.values import SYSTEM
from app.persistence.server_lock import ServerLock
from tests.support.bpmn_builder import bpmn, call, chain, message, properties, start, throw, user
from tests.support.engine_driver import Office

FORM = '{"type": "default", "id": "KEY", "components": [{"type": "textfield", "key": "x", "label": "x"}]}'


def write(root: Path, key: str, content: bytes) -> None:
    folder = root / "bpmn" / key
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{key}.bpmn").write_bytes(content)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small bundle: one process that calls another, and a shared form."""
    root = tmp_path / "office"
    write(root, "one", bpmn("one", start("s"), user("a", form_ref="f_shared"), call("c", "two"), *chain("s", "a", "c")))
    write(root, "two", bpmn("two", start("s"), user("a", form_ref="f_own"), *chain("s", "a")))
    for folder, form in (("two", "f_own"), ("shared", "f_shared"), ("shared", "f_unused")):
        (root / "forms" / folder).mkdir(parents=True, exist_ok=True)
        (root / "forms" / folder / f"{form}.form").write_text(FORM.replace("KEY", form), encoding="utf-8")
    return root


def test_a_deployment_brings_the_shared_files_it_refers_to(root: Path) -> None:
    one, two = read_bundle(root)
    assert [name for name, _ in one.resources] == ["one.bpmn", "f_shared.form"]
    assert [name for name, _ in two.resources] == ["two.bpmn", "f_own.form"]


def test_only_what_changed_is_deployed_again(office: Office, root: Path) -> None:
    first = deploy_bundle(office.engine, read_bundle(root), SYSTEM)
    assert [each.key for result in first for each in result.definitions] == ["one", "f_shared", "two", "f_own"]
    assert deploy_bundle(office.engine, read_bundle(root), SYSTEM) == ()
    write(root, "two", bpmn("two", start("s"), user("b", form_ref="f_own"), *chain("s", "b")))
    (again,) = deploy_bundle(office.engine, read_bundle(root), SYSTEM)
    assert [(each.key, each.version) for each in again.definitions] == [("two", 2), ("f_own", 2)]


def test_what_leads_nowhere_is_found_with_its_place_and_nothing_is_deployed(office: Office, root: Path) -> None:
    lost = throw("m", message("NOBODY_LISTENS"), properties(correlation="x"))
    content = bpmn(
        "three", start("s"), user("a", form_ref="missing"), call("c", "four"), lost, *chain("s", "a", "c", "m")
    )
    write(root, "three", content)
    problems = check_bundle(office.engine, read_bundle(root), SYSTEM)
    assert {(each.code, each.element_id) for each in problems} == {
        ("unresolved_form", "a"),
        ("unresolved_process", "c"),
        ("unresolved_message", "m"),
        *(("no_time_to_live", key) for key in ("one", "two", "three")),
    }
    assert all(each.line for each in problems if each.code != "no_time_to_live")
    with pytest.raises(DefinitionInvalid):
        deploy_bundle(office.engine, read_bundle(root), SYSTEM)
    with office.store.transaction() as uow:
        assert uow.definitions.latest("process", "one") is None


def test_a_new_process_is_whole_from_its_first_minute(office: Office, tmp_path: Path) -> None:
    paths = new_process(tmp_path, "invoice")
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "bpmn/invoice/invoice.bpmn", "forms/invoice/invoice_form.form", "workers/invoice.py",
    ]  # fmt: skip
    compile(paths[2].read_text(), "invoice.py", "exec")
    deploy_bundle(office.engine, read_bundle(tmp_path), SYSTEM)
    office.start("invoice", as_="zhao")
    office.complete("S01_decide", as_="zhao", decision="agree")
    office.work("invoice.record")
    assert office.running() == ()
    for bad in ("invoice", "Rechnung", "../x"):
        with pytest.raises(InvalidInput):
            new_process(tmp_path, bad)


def test_the_office_s_own_bundle_has_no_problem(tmp_path: Path) -> None:
    with Office(tmp_path, ports=Ports()) as office:
        assert check_bundle(office.engine, read_bundle(bundle_root()), SYSTEM) == ()


def test_the_command_line_deploys_checks_and_refuses(root: Path, tmp_path: Path) -> None:
    runner = CliRunner(env={"BANLI_HOME": str(tmp_path / "home")})
    assert runner.invoke(main, ["db", "current"]).output == "empty\n"
    assert runner.invoke(main, ["db", "upgrade"]).exit_code == 0
    deployed = runner.invoke(main, ["deploy", "--bundle", "--root", str(root)])
    assert "process one v1" in deployed.output, deployed.output
    assert "nothing changed" in runner.invoke(main, ["deploy", "--bundle", "--root", str(root)]).output
    assert runner.invoke(main, ["check", "--root", str(root)]).exit_code == 0
    broken = tmp_path / "broken.bpmn"
    broken.write_bytes(bpmn("p", start("s"), user("a", assignee="${1 +}"), *chain("s", "a")))
    refused = runner.invoke(main, ["deploy", str(broken)])
    assert refused.exit_code == 1
    assert "a [invalid_expression]" in refused.output
    assert runner.invoke(main, ["check", str(broken)]).exit_code == 1
    with ServerLock(tmp_path / "home"):
        held = runner.invoke(main, ["deploy", "--bundle", "--root", str(root)])
    assert held.exit_code == 1
    assert "Traceback" not in held.output
