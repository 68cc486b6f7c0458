"""Modification: where running instances stand is changed by hand."""

from __future__ import annotations

from app.api.call import Call
from app.api.errors import MODIFY
from app.api.instances import find_instance
from app.api.instructions import read_instructions
from app.api.routes import Routes
from app.domain.commands.instance import ModifyInstance

routes = Routes()


@routes.post("/process-instance/<instance_id>/modification", MODIFY)
def modify(call: Call, instance_id: str) -> None:
    """Begin and cancel activities of one instance, instruction by instruction."""
    find_instance(call, instance_id)
    given = call.body
    command = ModifyInstance(
        instance_id,
        read_instructions(given, call.house.files),
        given.text("annotation") or call.reason,
        skip_io_mappings=bool(given.flag("skipIoMappings")),
        skip_listeners=bool(given.flag("skipCustomListeners")),
    )
    call.execute(command)
