"""Asks bodies for their opinion (C01 S01)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.domain.commands.office_cases import SendConsultation
from app.domain.context import CommandContext
from app.domain.office_records import Consultation, Opinion
from app.office.desk import instance_of, once, people, records

_REQUEST = ("request_key", "consult_id", "body", "body_name", "written_required", "blocking", "external", "article")


@once
def send_consultation(command: SendConsultation, context: CommandContext) -> dict[str, Any]:
    """One row for the consultation, one per body; a body without users here is answered for by the office."""
    rows = records(context)
    number = len(rows.list(Consultation, case_no=command.case_no)) + 1
    consult_id = f"{command.case_no}-征{number}"
    rows.add(
        Consultation(
            consult_id,
            command.case_kind,
            command.case_no,
            command.subject,
            command.mode,
            "sent",
            context.at,
            command.due,
            instance_of(command, context),
        )
    )
    opinions = _opinions(consult_id, command, context)
    for opinion in opinions:
        rows.add(opinion)
    requests = [{name: asdict(opinion)[name] for name in _REQUEST} for opinion in opinions]
    recipients = [_clerks(opinion.body, context) for opinion in opinions if not opinion.external]
    return {"consult_id": consult_id, "requests": requests, "recipients": recipients}


def _opinions(consult_id: str, command: SendConsultation, context: CommandContext) -> list[Opinion]:
    names = people(context)
    return [
        Opinion(
            request_key=f"{consult_id}/{asked['body']}",
            consult_id=consult_id,
            body=asked["body"],
            body_name=names.name(asked["body"]),
            position=position,
            state="sent",
            written_required=asked.get("written_required") is True,
            blocking=asked.get("blocking") is True,
            external=not context.org.holders(asked["body"]),
            article=asked.get("article"),
        )
        for position, asked in enumerate(command.bodies, start=1)
    ]


def _clerks(body: str, context: CommandContext) -> str:
    clerks = f"{body}_clerk"
    return clerks if context.org.holders(clerks) else body
