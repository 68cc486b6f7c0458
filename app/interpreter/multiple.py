"""Events that happen when all of their definitions have (BPMN 10.5.6.8, parallel multiple)."""

from __future__ import annotations

from app.domain.model.process import Node, NodeKind
from app.domain.steps import WaitEnded
from app.interpreter import waits
from app.interpreter.run import Run

_AGAIN = frozenset({NodeKind.BOUNDARY_EVENT, NodeKind.START_EVENT})


def is_complete(run: Run, holder: str, catcher: Node) -> bool:
    """Note the definition that happened; True when it was the last one missing, or any is enough.

    What does not interrupt waits for all of them again.
    """
    whole = run.program.node(catcher.id).event
    if catcher.event is None or whole is None or not whole.takes_all:
        return True
    happened = run.marking.happened.setdefault(holder, {}).setdefault(catcher.id, [])
    if catcher.event.part not in happened:
        happened.append(catcher.event.part)
    if len(happened) < len(whole.parts):
        return False
    del run.marking.happened[holder][catcher.id]
    if catcher.kind in _AGAIN and not catcher.interrupting:
        run.emit(WaitEnded(holder, catcher.id))
        for variant in run.program.catchers(catcher.id):
            waits.offer(run, holder, variant)
    return True
