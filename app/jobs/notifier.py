"""Hands changes of committed transactions on to those who wait in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from threading import Lock

from app.domain.ports.notifier import Changes, Listener

logger = logging.getLogger("banli.jobs")


class LocalNotifier:
    """`Notifier` within one process; safe for threads."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._numbers = count()
        self._lock = Lock()

    def publish(self, changes: Changes) -> None:
        """Tell every listener; one that fails is logged and does not keep the others from hearing."""
        if not changes:
            return
        with self._lock:
            listeners = tuple(self._listeners.values())
        for listener in listeners:
            try:
                listener(changes)
            except Exception:
                # A hint only: whoever missed it polls.
                logger.exception("a listener failed")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Listen until the returned function is called."""
        number = next(self._numbers)
        with self._lock:
            self._listeners[number] = listener

        def leave() -> None:
            with self._lock:
                self._listeners.pop(number, None)

        return leave
