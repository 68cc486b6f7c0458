"""Write one area's revision anew from its tables; only until the first release (docs/how-to/add-a-table.md)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.persistence.dialects import backend_for
from app.persistence.schema import MIGRATIONS, upgrade

VERSIONS = MIGRATIONS / "versions"
AREAS = {
    "0001_initial": (("re_", "ru_", "hi_"), "Deployments, running cases and their history"),
    "0002_identity": (("id_",), "People, posts, absences, accounts and sessions"),
    "0003_office": (("of_",), "Registers of the office"),
    "0004_desk": (("ca_", "fi_"), "The office's own days, and uploads"),
}
"""File of a revision -> prefixes of its tables, and its title; each follows the one before."""


def main(area: str) -> int:
    """Autogenerate an area's tables against a database that has the areas before it."""
    prefixes, title = AREAS[area]
    before = list(AREAS)[: list(AREAS).index(area)]
    target = VERSIONS / f"{area}.py"
    target.unlink(missing_ok=True)
    later = {path: path.read_bytes() for path in VERSIONS.glob("*.py") if path.stem not in before}
    for path in later:
        path.unlink()
    try:
        _generate(area.split("_")[0], prefixes, title, before[-1].split("_")[0] if before else None)
    finally:
        for path, content in later.items():
            path.write_bytes(content)
    made = next(path for path in VERSIONS.glob(f"{area.split('_')[0]}_*.py") if path not in later)
    made.replace(target)
    for arguments in (["check", "--fix", "-q"], ["format", "-q"]):
        subprocess.run([Path(sys.executable).with_name("ruff"), *arguments, target], check=True)
    print(f"wrote {target}")
    return 0


def _generate(number: str, prefixes: tuple[str, ...], title: str, parent: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/before.db"
        if parent is not None:
            upgrade(url, parent)
        backend = backend_for(url)
        with backend.writing() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes.update(connection=connection, prefixes=prefixes)
            command.revision(config, title, autogenerate=True, rev_id=number)
        backend.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
