"""Tells open browsers that something they may see has changed; one thread for all of them.

A change is a hint: ids only, no content. Who is told is decided by the same people and posts that decide who sees a
task; changes within a fifth of a second go out together, so that five hundred desks cost a few reads and as many
decisions as there are different people, not a thousand of each.
"""

from __future__ import annotations

import itertools
import json
import logging
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from app.domain.ports.door import Door
from app.domain.ports.notifier import Changes, Notifier
from app.domain.queries.audience import Audience, AudienceQuery
from app.domain.values import SYSTEM, Actor
from app.web.audience import Concerns

logger = logging.getLogger("banli.web")

GATHER_S = 0.2
AT_ONCE = 4
BREATH_S = 0.004
"""So many streams are woken before the next ones have to wait a moment: each is a thread that takes the interpreter
from a completion, and fifty at once make it wait for all of them."""
END = "end"
QUEUED = 100
"""Signals that wait for a slow browser; beyond that it is told to look at everything anew."""
MANY = 200
"""Ids of one batch; beyond that everybody is told to look anew."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One event for browsers; `ids` None: look at everything of the topic. The topic `END` ends the stream."""

    topic: str
    ids: tuple[str, ...] | None = None
    text: str = field(init=False, compare=False)
    """As it goes over the line: written once, however many browsers are told."""

    def __post_init__(self) -> None:
        data = {} if self.ids is None else {"ids": list(self.ids)}
        object.__setattr__(self, "text", f"event: {self.topic}\ndata: {json.dumps(data)}\n\n")


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream. Its actor is renewed by the stream, now and then."""

    actor: Actor
    signals: queue.Queue[Signal] = field(default_factory=lambda: queue.Queue(QUEUED))

    def tell(self, signal: Signal) -> None:
        """Never waits for the browser."""
        try:
            self.signals.put_nowait(signal)
        except queue.Full:
            logger.info("a stream is too slow; %s is told to look anew", self.actor.user_id)
            _empty(self.signals)
            for topic in ("tasks", "instances", *((END,) if signal.topic == END else ())):
                self.signals.put_nowait(Signal(topic))

    def heard(self, seconds: float) -> list[Signal]:
        """Everything there is to tell; waits for the first signal so long, then it is nothing."""
        found: list[Signal] = []
        try:
            found.append(self.signals.get(timeout=seconds))
            while True:
                found.append(self.signals.get_nowait())
        except queue.Empty:
            return found


class Broker:
    """Listeners on one side, committed changes on the other."""

    def __init__(self, door: Door, notifier: Notifier) -> None:
        self._door = door
        self._notifier = notifier
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._changes: queue.SimpleQueue[Changes] = queue.SimpleQueue()
        self._started = False

    def join(self, actor: Actor) -> Listener:
        """A new stream; the first one starts the thread."""
        listener = Listener(actor)
        with self._lock:
            self._listeners.add(listener)
            if not self._started:
                self._started = True
                self._notifier.subscribe(self._changes.put)
                threading.Thread(target=self._run, name="banli-streams", daemon=True).start()
        return listener

    def leave(self, listener: Listener) -> None:
        """The stream is closed."""
        with self._lock:
            self._listeners.discard(listener)

    def _run(self) -> None:
        for first in iter(self._changes.get, None):
            try:
                self.deliver([first, *self._gathered()])
            except Exception:
                # A hint was lost, nothing else; the next change tells again.
                logger.exception("changes could not be told to open desks")

    def _gathered(self) -> Iterable[Changes]:
        """What comes within the next moment."""
        time.sleep(GATHER_S)
        while True:
            try:
                yield self._changes.get_nowait()
            except queue.Empty:
                return

    def deliver(self, changes: list[Changes]) -> None:
        """Tell everybody whom these changes concern."""
        with self._lock:
            listeners = tuple(self._listeners)
        if not listeners:
            return
        tasks = set(itertools.chain.from_iterable(each.tasks for each in changes))
        instances = set(itertools.chain.from_iterable(each.instances for each in changes))
        if any(each.closing for each in changes):
            _tell_all(listeners, Signal(END))
        if any(each.deployments for each in changes):
            _tell_all(listeners, Signal("deployments"))
        if any(each.people for each in changes):
            _tell_all(listeners, Signal("session"))
            _tell_all(listeners, Signal("tasks"))
        if len(tasks) > MANY or len(instances) > MANY:
            _tell_all(listeners, Signal("tasks"))
            _tell_all(listeners, Signal("instances"))
        elif tasks or instances:
            self._tell_concerned(listeners, tasks, instances)

    def _tell_concerned(self, listeners: tuple[Listener, ...], tasks: set[str], instances: set[str]) -> None:
        audience: Audience = self._door.ask(AudienceQuery(frozenset(tasks), frozenset(instances)), SYSTEM)
        concerns = {"tasks": Concerns(audience.tasks), "instances": Concerns(audience.instances)}
        signal = cache(Signal)
        for streams in _by_person(listeners):
            actor = streams[-1].actor
            signals = [signal(topic, ids) for topic, concern in concerns.items() if (ids := concern.of(actor))]
            _tell_all(streams, *signals)


def _by_person(listeners: Iterable[Listener]) -> Iterable[list[Listener]]:
    found: defaultdict[str, list[Listener]] = defaultdict(list)
    for listener in listeners:
        found[listener.actor.user_id].append(listener)
    return found.values()


def _tell_all(listeners: Iterable[Listener], *signals: Signal) -> None:
    if not signals:
        return
    for number, listener in enumerate(listeners, start=1):
        for signal in signals:
            listener.tell(signal)
        if number % AT_ONCE == 0:
            time.sleep(BREATH_S)


def _empty(signals: queue.Queue[Signal]) -> None:
    while True:
        try:
            signals.get_nowait()
        except queue.Empty:
            return
