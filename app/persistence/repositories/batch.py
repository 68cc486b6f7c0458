"""Commands for many instances."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.records import Batch, BatchItem
from app.persistence.repositories.lookup import Lookup
from app.persistence.session import Session
from app.persistence.tables import ru

_i = ru.batch_item.c


class SqlBatches(Lookup[Batch]):
    """`BatchRepository`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.batches, Batch, ("批量操作", "Batch"))

    def open_items(self, batch_id: str) -> tuple[BatchItem, ...]:
        """Those that are not done, in the order of their instances."""
        wanted = select(ru.batch_item).where(_i.batch_id == batch_id, _i.done_at.is_(None)).order_by(_i.instance_id)
        return tuple(BatchItem(**row) for row in self.session.read(wanted))
