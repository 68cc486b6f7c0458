"""Makes the table of opinions (C01 S05)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_cases import CollateConsultation
from app.domain.context import CommandContext
from app.domain.office_records import Consultation, Opinion
from app.office.desk import once, records

OPINIONS = {
    "agree": "同意",
    "agree_with_changes": "修改后同意",
    "disagree": "不同意",
    "no_comment": "无意见",
    "deemed_none": "视同无意见",
}
_TO_DISPOSE = frozenset({"agree_with_changes", "disagree"})


@once
def collate_consultation(command: CollateConsultation, context: CommandContext) -> dict[str, Any]:
    """Settle the silent bodies, then tell what everybody said; a disagreement is one body that disagrees."""
    rows = records(context)
    consultation = rows.get(Consultation, command.consult_id, lock=True)
    opinions = [_settled(each, command.mode) for each in rows.list(Opinion, consult_id=command.consult_id)]
    for opinion in opinions:
        rows.put(opinion)
    rows.put(replace(consultation, state="collated"))
    answered = [each for each in opinions if each.state == "answered"]
    return {
        "opinions": [
            {
                "body": each.body,
                "body_name": each.body_name,
                "opinion": each.opinion,
                "text": each.text,
                "written_doc": each.written_doc,
                "state": each.state,
            }
            for each in opinions
        ],
        "has_disagreement": any(each.opinion == "disagree" for each in opinions),
        "answered": len(answered),
        "silent": [each.body for each in opinions if each.state != "answered"],
        "dispositions": [_to_dispose(each) for each in answered if each.opinion in _TO_DISPOSE or each.text],
    }


def _settled(opinion: Opinion, mode: str) -> Opinion:
    if opinion.state != "sent":
        return opinion
    # Art. 89: who does not answer in time is taken to have no comment; where an answer is needed, it is overdue.
    if mode == "deemed":
        return replace(opinion, state="deemed_none", opinion="deemed_none")
    return replace(opinion, state="overdue")


def _to_dispose(opinion: Opinion) -> dict[str, Any]:
    return {
        "body": opinion.body,
        "body_name": opinion.body_name,
        "opinion_name": OPINIONS.get(opinion.opinion or "", opinion.opinion),
        "text": opinion.text,
        "adopted": None,
        "reason": None,
    }
