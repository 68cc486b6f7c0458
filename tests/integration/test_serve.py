"""`banli serve` says where it can be opened."""

from __future__ import annotations

import signal
from types import SimpleNamespace
from typing import Any

import pytest

from app import cli_serve


class BoundServer:
    """A server for which the system chose port 4711."""

    bind_addr = ("127.0.0.1", 4711)

    def prepare(self) -> None:
        """Nothing to bind."""

    def serve(self) -> None:
        """Somebody stops it at once."""
        raise KeyboardInterrupt

    def stop(self) -> None:
        """Nothing to give back."""


def test_the_port_that_was_bound_is_printed_not_the_one_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr(cli_serve, "make_server", lambda *_: BoundServer())
    monkeypatch.setattr(cli_serve, "build_web", nothing)
    monkeypatch.setattr(cli_serve, "_keep_for_good", nothing)
    monkeypatch.setattr(signal, "signal", nothing)
    house: Any = SimpleNamespace(
        settings=SimpleNamespace(host="127.0.0.1", port=0), notifier=SimpleNamespace(publish=nothing)
    )

    cli_serve._serve(house)

    assert "http://127.0.0.1:4711" in capsys.readouterr().out
