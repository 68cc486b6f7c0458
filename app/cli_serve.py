"""`banli serve`: one server process with its timers, jobs and workers."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Callable
from types import FrameType

import click

from app.bootstrap import House, build_web, open_house
from app.bundles.deploying import deploy_bundle
from app.bundles.files import bundle_root, read_bundle
from app.cli import environment_settings
from app.domain.ports.notifier import Changes
from app.domain.values import SYSTEM
from app.settings import VARIABLES
from app.web.server import make_server

Command = Callable[..., None]


def flags(command: Command) -> Command:
    """One flag per setting, named like its variable."""
    for variable in reversed(VARIABLES):
        option = click.option(variable.flag, variable.name, help=f"{variable.text.en} [{variable.default}]")
        command = option(command)
    return command


@click.command()
@flags
def serve(**settings: str | None) -> None:
    """Serve the desks, /api and /engine-rest; flags go before the environment."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    chosen = environment_settings(**{name: value for name, value in settings.items() if value is not None})
    with open_house(chosen) as house:
        if chosen.bundle:
            deploy_bundle(house.engine, read_bundle(bundle_root()), SYSTEM)
        house.start_jobs()
        _serve(house)


def _serve(house: House) -> None:
    settings = house.settings
    server = make_server(build_web(house), settings.host, settings.port)

    def stop(signum: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # Told twice (by make and by the shell), it still stops in order.
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    server.prepare()
    _keep_for_good()
    # Port 0 lets the system choose: what was bound is what people can open.
    click.echo(f"办理已启动 / Banli serves http://{settings.host}:{server.bind_addr[1]}")
    try:
        server.serve()
    except KeyboardInterrupt:
        click.echo("正在停止 / stopping")
    finally:
        # Else the server would wait for every stream and long poll to end by itself.
        house.notifier.publish(Changes(closing=True))
        server.stop()


def _keep_for_good() -> None:
    """Take what the start built out of the cycle collector's sight: modules, models, statements, threads.

    A full collection stops every thread while it looks at each object (measured: 90 ms for half a million of them, one
    completion in a hundred with four clients). What is made from here on is little, and soon looked through.
    """
    gc.collect()
    gc.freeze()
