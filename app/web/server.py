"""Serves the application: cheroot's threads, enough of them to park every live stream and long poll (docs/adr/0016)."""

from __future__ import annotations

import logging

from cheroot.wsgi import Server
from flask import Flask

PARKED = 1000
"""Live streams and long polls one node may hold at once."""
WORKING = 100
"""Requests beside them."""
BACKLOG = 1024

_log = logging.getLogger(__name__)


class OfficeServer(Server):
    """Cheroot with our log: what goes wrong in a connection is a line, not a traceback on standard error."""

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """One line in the log; the traceback where there is one."""
        _log.log(level, msg, exc_info=traceback)


def make_server(app: Flask, host: str, port: int) -> OfficeServer:
    """A server that is ready to `start()` (blocks until `stop()` is called from a signal or another thread)."""
    server = OfficeServer(
        (host, port), app, numthreads=PARKED + WORKING, max=PARKED + WORKING, request_queue_size=BACKLOG, timeout=30
    )
    server.shutdown_timeout = 2
    return server
