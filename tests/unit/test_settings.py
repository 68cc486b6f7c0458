"""The process environment becomes typed settings, or one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.settings import VARIABLES, Variable, is_loopback, load_settings

REFERENCE = Path(__file__).parents[2] / "docs/reference/settings.md"


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = load_settings({})

    assert settings.home == Path.cwd() / "var"
    assert settings.database_url == f"sqlite:///{settings.home}/banli.db"
    assert (settings.host, settings.port, settings.loopback) == ("127.0.0.1", 8080, True)
    assert (settings.jobs, settings.bundle, settings.rest_auth) == (True, True, "basic")
    assert settings.secret_key is None
    assert settings.timezone.key == "Asia/Shanghai"


def test_every_variable_is_read() -> None:
    settings = load_settings(
        {
            "BANLI_HOME": "/srv/banli",
            "BANLI_DATABASE_URL": "postgresql://banli@db/banli",
            "BANLI_HOST": "0.0.0.0",  # noqa: S104 the test is about it
            "BANLI_PORT": "80",
            "BANLI_JOBS": "off",
            "BANLI_REST_AUTH": "basic",
            "BANLI_BUNDLE": "OFF",
            "BANLI_SECRET_KEY": "k" * 32,
            "BANLI_TIMEZONE": "UTC",
        }
    )

    assert settings.home == Path("/srv/banli")
    assert settings.database_url == "postgresql://banli@db/banli"
    assert (settings.host, settings.port, settings.loopback) == ("0.0.0.0", 80, False)  # noqa: S104
    assert (settings.jobs, settings.bundle) == (False, False)
    assert settings.secret_key == "k" * 32
    assert settings.timezone.key == "UTC"


def test_an_empty_value_is_the_default() -> None:
    assert load_settings({"BANLI_PORT": " ", "BANLI_JOBS": ""}) == load_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BANLI_PORT", "eighty"),
        ("BANLI_PORT", "65536"),
        ("BANLI_PORT", "-1"),
        ("BANLI_PORT", "9" * 5000),
        ("BANLI_PORT", "８０"),
        ("BANLI_JOBS", "yes"),
        ("BANLI_BUNDLE", "1"),
        ("BANLI_REST_AUTH", "token"),
        ("BANLI_SECRET_KEY", "short"),
        ("BANLI_TIMEZONE", "Beijing"),
        ("BANLI_TIMEZONE", "../etc/passwd"),
        ("BANLI_DATABASE_URL", "mysql://db/banli"),
        ("BANLI_DATABASE_URL", "sqlite://"),
        ("BANLI_DATABASE_URL", "banli.db"),
    ],
)
def test_a_wrong_value_is_refused_by_name_in_both_languages(name: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        load_settings({name: value})

    assert refused.value.field == name
    assert name in refused.value.text.zh
    assert name in refused.value.text.en


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost"])
def test_rest_without_sign_in_is_allowed_on_loopback(host: str) -> None:
    assert load_settings({"BANLI_REST_AUTH": "none", "BANLI_HOST": host}).rest_auth == "none"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "banli.example.org", "localhost.example.org"])  # noqa: S104
def test_rest_without_sign_in_is_refused_elsewhere(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(InvalidInput) as refused:
        load_settings({"BANLI_REST_AUTH": "none", "BANLI_HOST": host})
    assert refused.value.field == "BANLI_REST_AUTH"


def test_secrets_are_not_shown() -> None:
    settings = load_settings({"BANLI_SECRET_KEY": "s" * 40, "BANLI_DATABASE_URL": "postgresql://u:pw@db/banli"})

    assert "s" * 40 not in repr(settings)
    assert "pw" not in repr(settings)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_the_reference_documents_every_variable(variable: Variable) -> None:
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|", 3)] for line in lines]

    assert [variable.name, variable.flag, variable.default] in [row[:3] for row in rows]
