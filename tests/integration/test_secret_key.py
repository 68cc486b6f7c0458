"""The key that signs what browsers hand back is made once and kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.settings import SECRET_KEY_LENGTH, load_settings, secret_key


def test_the_configured_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    settings = load_settings({"BANLI_HOME": str(tmp_path / "var"), "BANLI_SECRET_KEY": "k" * 32})

    assert secret_key(settings) == "k" * 32
    assert not settings.home.exists()


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = load_settings({"BANLI_HOME": str(tmp_path / "var")})

    first, second = secret_key(settings), secret_key(settings)

    assert first == second
    assert len(first) >= SECRET_KEY_LENGTH
    assert [(path.name, path.stat().st_mode & 0o777) for path in settings.home.iterdir()] == [("secret.key", 0o600)]


def test_processes_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    settings = load_settings({"BANLI_HOME": str(tmp_path / "var")})

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(settings), range(32)))

    assert len(keys) == 1
