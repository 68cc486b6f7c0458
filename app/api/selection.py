"""Which instances a command for many is for: named ones, and those that queries find."""

from __future__ import annotations

from app.api.call import Call
from app.api.fields import Fields
from app.api.filters import Listing
from app.api.history_parameters import INSTANCES as HISTORIC
from app.api.instance_parameters import LISTING as RUNNING

_QUERIES: dict[str, Listing] = {"processInstanceQuery": RUNNING, "historicProcessInstanceQuery": HISTORIC}


def selected(call: Call, given: Fields, *queries: str) -> tuple[str, ...]:
    """The instance ids of a body, each once; `queries` names the fields that may hold a query."""
    found = dict.fromkeys(given.texts("processInstanceIds") or ())
    for name in queries or ("processInstanceQuery",):
        if name in given:
            query = _QUERIES[name].nested(given.mapping(name))
            found.update(dict.fromkeys(row.id for row in (call.rows(query) if query is not None else ())))
    return tuple(found)
