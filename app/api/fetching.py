"""Fetch-and-lock requests: what a worker asks for, at once or by a long poll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.api.call import Call
from app.api.dto.external_task import locked_task
from app.api.errors import BadFetch
from app.api.fields import Fields
from app.api.long_polling import MAX_WAIT_MS, Poll
from app.domain.commands.external_task import FetchAndLock, LockedTask, TopicRequest


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request of a worker."""

    command: FetchAndLock
    decoded: frozenset[str]
    """Topics whose objects come decoded."""
    with_properties: frozenset[str]
    wait_ms: int

    def run(self, call: Call) -> tuple[LockedTask, ...]:
        """Claim, waiting for work where the worker wants to."""

        def fetch() -> tuple[LockedTask, ...]:
            found: tuple[LockedTask, ...] = call.execute(self.command)
            return found

        if self.wait_ms == 0:
            return fetch()
        topics = {topic.name: topic for topic in self.command.topics}
        narrow = any(topic.is_narrow for topic in topics.values())
        return call.house.polls.wait(Poll(topics, narrow), self.wait_ms, fetch)

    def answer(self, locked: LockedTask) -> dict[str, Any]:
        """A claimed task as its topic wants it."""
        topic = locked.task.topic
        return locked_task(locked, topic in self.decoded, topic in self.with_properties)


def read_fetch(given: Fields) -> Fetch:
    """The request. Raises `InvalidInput`."""
    decoded, properties, topics = set(), set(), []
    for each in given.objects("topics"):
        topic = _topic(each)
        topics.append(topic)
        if each.flag("deserializeValues"):
            decoded.add(topic.name)
        if each.flag("includeExtensionProperties"):
            properties.add(topic.name)
    max_tasks = given.whole("maxTasks")
    command = FetchAndLock(
        given.required("workerId"),
        1 if max_tasks is None else max_tasks,
        tuple(topics),
        use_priority=bool(given.flag("usePriority")),
        newest_first=_newest_first(given),
    )
    return Fetch(command, frozenset(decoded), frozenset(properties), _wait(given))


def _topic(given: Fields) -> TopicRequest:
    for ignored in ("tenantIdIn", "withoutTenantId"):
        given.raw(ignored)
    keys = given.texts("processDefinitionKeyIn") or ()
    ids = given.texts("processDefinitionIdIn") or ()
    key, definition_id = given.text("processDefinitionKey"), given.text("processDefinitionId")
    return TopicRequest(
        name=given.text("topicName") or "",
        lock_ms=given.whole("lockDuration") or 0,
        variables=given.texts("variables"),
        business_key=given.text("businessKey"),
        local_variables=bool(given.flag("localVariables")),
        definition_keys=(key, *keys) if key else keys,
        definition_ids=(definition_id, *ids) if definition_id else ids,
        version_tag=given.text("processDefinitionVersionTag"),
        process_variables=given.mapping("processVariables"),
    )


def _newest_first(given: Fields) -> bool:
    """`sorting`: by creation is all there is. Raises `InvalidInput` for another field."""
    newest = False
    for each in given.objects("sorting"):
        if each.text("sortBy") != "createTime":
            raise BadFetch("只能按 createTime 排序", "Cannot set query sortBy parameter: only createTime", "sortBy")
        newest = each.text("sortOrder") == "desc"
    return newest


def _wait(given: Fields) -> int:
    wait = given.whole("asyncResponseTimeout") or 0
    if not 0 <= wait <= MAX_WAIT_MS:
        message = f"The asynchronous response timeout cannot be set to a value greater than {MAX_WAIT_MS} milliseconds"
        raise BadFetch("等待时间超出范围", message, "asyncResponseTimeout")
    return wait
