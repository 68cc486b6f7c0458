"""`banli user` from an empty database."""

from __future__ import annotations

from click.testing import CliRunner

from app.bootstrap import open_house
from app.cli import main
from app.settings import load_settings


def run(tmp_path, *arguments, **environment):
    environment = {"BANLI_HOME": str(tmp_path), "BANLI_DATABASE_URL": "", "BANLI_PASSWORD": "", **environment}
    return CliRunner().invoke(main, ["user", *arguments], env=environment)


def signed_in(tmp_path, user_id, password):
    with open_house(load_settings({"BANLI_HOME": str(tmp_path), "BANLI_JOBS": "off"})) as house:
        return house.identity.sign_in(user_id, password, "here")[1]


def test_the_first_administrator_comes_from_the_command_line(tmp_path):
    made = run(tmp_path, "add", "root.admin", "--name", "管理员", "--admin")
    assert made.exit_code == 0, made.output
    password = made.output.rpartition(": ")[2].strip()
    who = signed_in(tmp_path, "root.admin", password)
    assert who.session.must_change
    assert {right.value for right in who.actor.rights} == {"administrator", "clerk"}
    assert "root.admin\t管理员\tadministrator,clerk" in run(tmp_path, "list").output


def test_a_machine_account_keeps_its_password(tmp_path):
    made = run(tmp_path, "add", "robot", "--machine", BANLI_PASSWORD="correct horse battery")
    assert made.exit_code == 0, made.output
    assert "correct horse" not in made.output
    assert not signed_in(tmp_path, "robot", "correct horse battery").session.must_change


def test_passwords_are_reset_and_refusals_are_sentences(tmp_path):
    run(tmp_path, "add", "li.si", "--post", "office_secretary", "--password", "correct horse battery")
    assert run(tmp_path, "password", "li.si", "--password", "another horse here").exit_code == 0
    assert run(tmp_path, "unlock", "li.si").exit_code == 0
    signed_in(tmp_path, "li.si", "another horse here")
    for arguments in (("add", "li.si"), ("add", "Li"), ("add", "wang.wu", "--post", "nowhere"), ("unlock", "nobody")):
        refused = run(tmp_path, *arguments)
        assert refused.exit_code == 1, arguments
        assert refused.output.startswith("Error: ")
