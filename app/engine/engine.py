"""The one door to everything that changes or reads: `execute` a command, `ask` a query."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.commands import Command
from app.domain.commands.job import ExecuteJob
from app.domain.context import CommandContext, Handler
from app.domain.errors import LimitExceeded
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.values import Actor, Right
from app.engine.idempotency import keep_answer, kept_answer
from app.engine.interceptors import Interceptor, Proceed, Request, log_call, retry_conflicts
from app.engine.limits import open_limit_incident
from app.engine.observed import ObservedUnitOfWork
from app.engine.permissions import check_right
from app.engine.ports import Ports


class Engine:
    """Runs commands, each in a transaction of its own.

    Interceptors, outermost first: log and correlation id; a limit that was hit becomes an incident; retry on
    conflict; the one transaction; permission; the kept answer of an idempotency key; the handler.
    """

    def __init__(
        self,
        ports: Ports,
        handlers: Mapping[type[Command], Handler],
        rights: Mapping[type[Command], frozenset[Right]],
        queries: Mapping[type[Any], Handler],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._ports = ports
        self._handlers = handlers
        self._rights = rights
        self._queries = queries
        interceptors: tuple[Interceptor, ...] = (log_call, self._report_limit, retry_conflicts(sleep))
        proceed: Proceed = self._in_transaction
        for interceptor in reversed(interceptors):
            proceed = _before(interceptor, proceed)
        self._proceed = proceed

    def execute(self, command: Command, actor: Actor, idempotency_key: str | None = None) -> Any:
        """Carry out `command` for `actor`; a repeat with the same key returns the first answer and changes nothing.

        Raises a `Rejected` (nothing changed), `Conflict` (somebody was faster) or a technical failure (rolled back).
        """
        return self._proceed(Request(command, actor, idempotency_key, self._ports.ids.new()))

    def ask(self, query: Any, actor: Actor) -> Any:
        """Answer a query object: by a handler of the engine where it needs models, else straight from the store."""
        handler = self._queries.get(type(query))
        if handler is None:
            return self._ports.store.ask(query, actor)
        with self._ports.store.snapshot() as seen:
            return handler(query, replace(self._context(actor, seen, ""), ask=lambda inner: seen.ask(inner, actor)))

    def _in_transaction(self, request: Request) -> Any:
        with self._ports.store.transaction() as inner:
            uow = ObservedUnitOfWork(inner, self._ports.clock.now())
            context = self._context(request.actor, uow, request.correlation_id)
            check_right(request.command, request.actor, self._rights)
            kept, answer = kept_answer(request, context)
            if kept:
                return answer
            result = self._handle(request.command, context)
            keep_answer(request, result, context)
        self._ports.notifier.publish(uow.changes())
        return result

    def _handle(self, command: Command, context: CommandContext) -> Any:
        return self._handlers[type(command)](command, context)

    def _context(self, actor: Actor, uow: UnitOfWork, correlation_id: str) -> CommandContext:
        ports = self._ports
        return CommandContext(
            actor=actor,
            uow=uow,
            clock=ports.clock,
            at=ports.clock.now(),
            ids=ports.ids,
            interpreter=ports.interpreter,
            expressions=ports.expressions,
            decisions=ports.decisions,
            forms=ports.forms,
            calendar=ports.calendar(uow),
            org=ports.org(uow),
            settings=ports.settings(uow),
            programs=ports.programs,
            topics=ports.topics,
            handle=self._handle,
            ask=lambda query: ports.store.ask(query, actor),
            correlation_id=correlation_id,
        )

    def _report_limit(self, request: Request, proceed: Proceed) -> Any:
        try:
            return proceed(request)
        except LimitExceeded as error:
            # A job's own failure is recorded by its executor, with the job as what to retry.
            if error.instance_id is not None and not isinstance(request.command, ExecuteJob):
                with self._ports.store.transaction() as uow:
                    open_limit_incident(error, self._context(request.actor, uow, request.correlation_id))
            raise


def _before(interceptor: Interceptor, proceed: Proceed) -> Proceed:
    return lambda request: interceptor(request, proceed)
