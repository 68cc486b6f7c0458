"""`banli`: deploy, check, keep the database; other areas add their commands in `app/cli_<area>.py`.

On SQLite a command takes the server's lock: while a server runs it is refused (docs/adr/0015-command-line.md).
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from app.bootstrap import (
    BackupReport,
    House,
    backup_house,
    database_revision,
    open_house,
    restore_house,
    upgrade_database,
)
from app.bundles.checking import check_bundle
from app.bundles.deploying import deploy_bundle
from app.bundles.files import bundle_root, read_bundle
from app.bundles.scaffold import new_process
from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.errors import BanliError, DefinitionInvalid, Problem
from app.domain.values import SYSTEM
from app.settings import Settings, load_settings

AREAS: Mapping[str, str] = {
    "serve": "app.cli_serve",
    "user": "app.cli_users",
    "worker": "app.cli_worker",
    "demo": "app.cli_demo",
}
"""Command -> the module of its area, whose click command has the command's name; loaded when it is called."""


class Commands(click.Group):
    """The commands of this module, and those of the areas that are there; every `BanliError` is one clear sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        areas = [name for name, module in AREAS.items() if importlib.util.find_spec(module)]
        return sorted([*super().list_commands(ctx), *areas])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded from its area where it is not one of ours."""
        module = AREAS.get(cmd_name)
        if module is None or importlib.util.find_spec(module) is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(importlib.import_module(module), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run; errors go to standard error, with exit code 1."""
        try:
            return super().invoke(ctx)
        except DefinitionInvalid as invalid:
            raise click.ClickException("\n".join(["部署被拒绝 / refused", *map(_line, invalid.problems)])) from invalid
        except BanliError as error:
            raise click.ClickException(str(error.text)) from error


@click.group(cls=Commands)
@click.version_option(package_name="banli")
def main() -> None:
    """办理 Banli: workflow for government offices."""


@contextmanager
def opened_house(**overrides: str) -> Iterator[House]:
    """The house of this environment, without background threads; for commands of any area."""
    with open_house(environment_settings(**overrides)) as house:
        yield house


def environment_settings(**overrides: str) -> Settings:
    """Settings of the environment with flags laid over it by their variable's name."""
    return load_settings({**os.environ, **{name: value for name, value in overrides.items() if value}})


@main.command()
@click.option("--bundle", is_flag=True, help="the office's own bpmn/ and forms/, checked as a whole")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help="another folder with bpmn/ and forms/")
@click.option("--name", help="name of the deployment; default: the first file's name")
@click.option("--note", help="why")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def deploy(bundle: bool, root: Path | None, name: str | None, note: str | None, files: tuple[Path, ...]) -> None:
    """Deploy FILES in one deployment, or the bundle; what did not change is left alone."""
    if bundle == bool(files):
        raise click.UsageError("name files, or --bundle")
    with opened_house() as house:
        if bundle:
            _report(deploy_bundle(house.engine, read_bundle(root or bundle_root()), SYSTEM))
            return
        resources = tuple((path.name, path.read_bytes()) for path in files)
        command = Deploy(name or files[0].stem, resources, source="command line", note=note, filter_duplicates=True)
        result: DeployResult = house.engine.execute(command, SYSTEM)
        _report([result])
        for problem in result.problems:
            click.echo(_line(problem), err=True)


@main.command()
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help="another folder with bpmn/ and forms/")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(root: Path | None, files: tuple[Path, ...]) -> None:
    """Check FILES, or the whole bundle: every reference must resolve. Changes nothing; exit code 1 on errors."""
    with opened_house() as house:
        if files:
            resources = tuple((path.name, path.read_bytes()) for path in files)
            result: DeployResult = house.engine.execute(Deploy(None, resources, strict=True, dry_run=True), SYSTEM)
            problems = result.problems
        else:
            problems = check_bundle(house.engine, read_bundle(root or bundle_root()), SYSTEM)
    for problem in problems:
        click.echo(_line(problem))
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(1)
    click.echo("没有错误 / no errors")


@main.command("new-process")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help="where bpmn/ and forms/ are")
@click.argument("key")
def new_process_command(root: Path | None, key: str) -> None:
    """Write a first diagram, form and worker for the process KEY."""
    for path in new_process(root or bundle_root(), key):
        click.echo(path)


@main.group()
def db() -> None:
    """The database's schema."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest revision."""
    click.echo(upgrade_database(environment_settings()))


@db.command()
def current() -> None:
    """Show the revision the database stands at."""
    click.echo(database_revision(environment_settings()) or "empty")


@main.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Write database and files as one archive to TARGET; a running server goes on."""
    click.echo(_archive(backup_house(environment_settings(), target)))


@main.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(source: Path) -> None:
    """Bring SOURCE back into an empty database and an empty file store."""
    click.echo(_archive(restore_house(environment_settings(), source)))


def _report(results: Iterable[DeployResult]) -> None:
    definitions = [each for result in results for each in result.definitions]
    for each in definitions:
        click.echo(f"{each.kind} {each.key} v{each.version}")
    if not definitions:
        click.echo("没有变化 / nothing changed")


def _archive(report: BackupReport) -> str:
    return f"{report.database} {report.revision}: {report.files} files, {report.size} bytes"


def _line(problem: Problem) -> str:
    where = f"{problem.resource or ''}:{problem.line or '-'} {problem.element_id or ''}"
    return f"{problem.severity} {where} [{problem.code}] {problem.text}"


if __name__ == "__main__":
    main()
