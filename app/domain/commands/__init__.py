"""Commands: frozen data, one class per use case, named by an imperative; handled by `app.engine` or `app.office`."""

from __future__ import annotations


class Command:
    """Base of all commands; a command is a transaction."""

    __slots__ = ()
