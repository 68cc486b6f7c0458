"""Which deputy mayor looks after what (分工), and who covers whom."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.commands.identity import SetDeputyCover, SetPortfolio
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.people import DeputyCover, PortfolioEntry
from app.identity.deputising import DEPUTY_MAYOR
from app.identity.directory import OfficePeople
from app.identity.record import known_group, known_user, log, people_now, people_rows


def set_portfolio(command: SetPortfolio, context: CommandContext) -> None:
    """Replace the table; entries are for deputy mayors, each with a unit or a matter."""
    people = people_now(context)
    for entry in command.entries:
        _check_deputy_mayor(people, entry.user_id, "user_id")
        if not (entry.unit or entry.matter):
            raise InvalidInput("请填写单位或事项", "an entry needs a unit or a matter", "unit")
        if entry.unit:
            known_group(people, entry.unit)
        if entry.valid_from and entry.valid_to and entry.valid_from >= entry.valid_to:
            raise InvalidInput("结束时间必须晚于开始时间", "the end must be after the beginning", "valid_to")
    people_rows(context).set_portfolio(command.entries)
    log(
        context,
        "SetPortfolio",
        "Portfolio",
        "*",
        before={"entries": _images(people.portfolio())},
        after={"entries": _images(command.entries)},
    )


def set_deputy_cover(command: SetDeputyCover, context: CommandContext) -> None:
    """Give a deputy mayor a B-role, or take it away."""
    people = people_now(context)
    _check_deputy_mayor(people, command.user_id, "user_id")
    cover = None
    if command.cover_id is not None:
        _check_deputy_mayor(people, command.cover_id, "cover_id")
        if command.cover_id == command.user_id:
            raise InvalidInput("代行人必须是另一名副区长", "a deputy mayor cannot cover himself", "cover_id")
        cover = DeputyCover(command.user_id, command.cover_id)
    people_rows(context).put_cover(command.user_id, cover)
    log(
        context,
        "SetDeputyCover",
        "DeputyCover",
        command.user_id,
        before={"cover": people.cover_of(command.user_id)},
        after={"cover": command.cover_id},
    )


def _check_deputy_mayor(people: OfficePeople, user_id: str, field: str) -> None:
    known_user(people, user_id)
    if DEPUTY_MAYOR not in people.groups_of(user_id):
        raise InvalidInput("分工只适用于副区长", f"{user_id} is no deputy mayor", field)


def _images(entries: Iterable[PortfolioEntry]) -> list[dict[str, object]]:
    return [{"user": entry.user_id, "unit": entry.unit, "matter": entry.matter} for entry in entries]
