"""Starts one server on a port: `python -m bench.servers.run waitress 18201`."""

from __future__ import annotations

import sys

from bench.servers.app import application

THREADS = 1100


def waitress(port: int) -> None:
    """Pure Python, one select loop, a pool of threads."""
    from waitress import serve

    serve(application, host="127.0.0.1", port=port, threads=THREADS, connection_limit=4000, channel_timeout=300)


def gunicorn(port: int) -> None:
    """One worker process of the threaded kind."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
        def load_config(self) -> None:
            settings = {
                "bind": f"127.0.0.1:{port}", "workers": 1, "worker_class": "gthread", "threads": THREADS,
                "worker_connections": 4000, "timeout": 0, "loglevel": "warning", "keepalive": 5,
                "control_socket_disable": True,
            }  # fmt: skip
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> object:
            return application

    Server().run()


def cheroot(port: int) -> None:
    """CherryPy's server: a pool of threads that grows."""
    from cheroot.wsgi import Server

    Server(("127.0.0.1", port), application, numthreads=THREADS, max=THREADS, request_queue_size=1024).start()


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]))
