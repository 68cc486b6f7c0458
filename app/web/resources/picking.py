"""What the pickers of forms search: people, posts and units, records."""

from __future__ import annotations

from enum import StrEnum

from flask import Blueprint

from app.domain.people import Group, Person
from app.domain.queries.common import Paging
from app.domain.queries.office import MeetingQuery, TopicQuery
from app.web.answers import Json, ask
from app.web.body import Arguments
from app.web.guard import who
from app.web.views.lights import iso
from app.web.views.people import group_name, name_of_group

blueprint = Blueprint("picking", __name__)

_SHOWN = 20


@blueprint.get("/pick/people")
def people() -> list[Json]:
    """People by name, account or post; `group` is a comma list, `id` asks for the labels of known ids."""
    arguments = Arguments()
    text, groups, ids = arguments.text("q", ""), arguments.text("group", ""), arguments.texts("id")
    arguments.end()
    directory = who().directory
    if ids:
        return [_person(directory.person(user_id)) for user_id in ids]
    wanted = tuple(part.strip() for part in (groups or "").split(",") if part.strip())
    return [_person(found) for found in directory.search_people(text or "", wanted, _SHOWN)]


@blueprint.get("/pick/groups")
def groups() -> list[Json]:
    """Posts and units; `kind` narrows, `scope` means: this group and those below it."""
    arguments = Arguments()
    text, kind, scope = arguments.text("q", ""), arguments.text("kind"), arguments.text("scope")
    ids = arguments.texts("id")
    arguments.end()
    directory = who().directory
    if ids:
        known = ((group_id, directory.group(group_id)) for group_id in ids)
        return [_group(group) if group else {"value": id, "label": id, "hint": ""} for id, group in known]
    kinds = (kind,) if kind else ("post", "unit", "class", "body", "role")
    found = directory.search_groups(text or "", kinds, 10_000)
    within = [group for group in found if scope is None or _is_below(group, scope)]
    return [_group(group) for group in within[: _SHOWN if text else 500]]


class Reference(StrEnum):
    """Records that a form may refer to; the value is the number of the record."""

    TOPIC = "topic"
    MEETING = "meeting"
    DOCUMENT = "document"


@blueprint.get("/pick/references")
def references() -> list[Json]:
    """Records the person may see, by number or title; `id` asks for the labels of known numbers."""
    arguments = Arguments()
    kind, text, numbers = arguments.choice("kind", Reference), arguments.text("q"), arguments.texts("id")
    arguments.end()
    page = Paging(limit=_SHOWN)
    if kind is Reference.TOPIC:
        topics = ask(TopicQuery(numbers=numbers, text=text, page=page)).rows
        return [_record(each.topic_no, each.title, name_of_group(each.unit)) for each in topics]
    if kind is Reference.MEETING:
        meetings = ask(MeetingQuery(numbers=numbers, text=text, page=page)).rows
        return [_record(each.meeting_no, each.title, iso(each.starts_at)) for each in meetings]
    # Documents have no register yet; whatever was typed stays its own label.
    return [_record(number, "", None) for number in numbers]


def _record(number: str, title: str, hint: str | None) -> Json:
    return {"value": number, "label": f"{number} {title}".strip(), "hint": hint or ""}


def _is_below(group: Group, scope: str) -> bool:
    directory = who().directory
    parent = group.parent
    while parent is not None and parent != scope:
        above = directory.group(parent)
        parent = above.parent if above else None
    return parent == scope


def _person(found: Person) -> Json:
    posts = "、".join(group_name(post)["name"] for post in found.posts)
    return {"value": found.id, "label": found.name, "hint": posts}


def _group(group: Group) -> Json:
    return {"value": group.id, "label": group_name(group)["name"], "hint": group.id}
