"""Write `migrations/versions/0001_initial.py` anew from the tables; only until the first release (docs/how-to)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.persistence.dialects import backend_for
from app.persistence.schema import MIGRATIONS

VERSIONS = MIGRATIONS / "versions"


def main() -> int:
    """Autogenerate against an empty database, so that every table is in the one revision."""
    for old in VERSIONS.glob("*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        backend = backend_for(f"sqlite:///{folder}/empty.db")
        with backend.writing() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.revision(config, "All tables of the first release", autogenerate=True, rev_id="0001")
        backend.close()
    made = next(VERSIONS.glob("0001*.py"))
    target = made.replace(VERSIONS / "0001_initial.py")
    for arguments in (["format", "-q"], ["check", "--fix", "-q"]):
        subprocess.run([Path(sys.executable).with_name("ruff"), *arguments, target], check=True)
    print(f"wrote {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
