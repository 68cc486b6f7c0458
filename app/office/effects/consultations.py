"""What registering does to consultations."""

from __future__ import annotations

from dataclasses import replace

from app.domain.context import CommandContext
from app.domain.office_records import Consultation, Opinion
from app.office.desk import records
from app.office.plain import text
from app.office.registers import Entry


def opinion_given(entry: Entry, context: CommandContext) -> None:
    """A body has answered. After the collation the row stays a row: the table of opinions is made."""
    rows = records(context)
    opinion = rows.get(Opinion, entry.key, lock=True)
    if rows.get(Consultation, opinion.consult_id).state != "sent":
        return
    row = entry.row
    rows.put(
        replace(
            opinion,
            state="answered",
            opinion=text(row.get("opinion")),
            text=text(row.get("text")),
            reason_no_reply=text(row.get("reason_no_reply")),
            written_doc=row.get("written_doc"),
            answered_at=context.at,
        )
    )


def opinions_disposed(entry: Entry, context: CommandContext) -> None:
    """The initiator has said which opinions were adopted, and why not."""
    rows = records(context)
    by_body = {each.get("body"): each for each in entry.row.get("dispositions") or ()}
    for opinion in rows.list(Opinion, consult_id=entry.key):
        said = by_body.get(opinion.body, {})
        adopted, reason = text(said.get("adopted")), text(said.get("reason"))
        rows.put(replace(opinion, state="disposed", adopted=adopted, adopted_reason=reason))
    rows.put(replace(rows.get(Consultation, entry.key, lock=True), state="disposed"))
