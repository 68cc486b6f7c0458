"""A small office for stories about who stands in for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.people import (
    Absence,
    AbsenceKind,
    DeputyCover,
    DirectoryData,
    Group,
    GroupKind,
    Membership,
    PortfolioEntry,
    User,
)
from app.domain.values import Right
from app.identity.directory import OfficePeople

NOON = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)

GROUPS = (
    Group("gov_leader", "区政府领导", GroupKind.ROLE),
    Group("mayor", "区长", GroupKind.POST, "gov_leader", 1),
    Group("deputy_mayor", "副区长", GroupKind.POST, "gov_leader", 2),
    Group("executive_deputy_mayor", "常务副区长", GroupKind.POST, "deputy_mayor", 3),
    Group("office", "区政府办公室", GroupKind.UNIT, None, 4),
    Group("office_director", "主任", GroupKind.POST, "office", 5),
    Group("office_deputy_director", "副主任", GroupKind.POST, "office", 6),
    Group("gov_component_dept", "组成部门", GroupKind.CLASS, None, 7),
    Group("gov_component_dept_head", "组成部门主要负责人", GroupKind.UNIT_ROLE, "gov_component_dept", 8),
    Group("finance_bureau", "区财政局", GroupKind.UNIT, "gov_component_dept", 9),
    Group("finance_bureau_head", "区财政局主要负责人", GroupKind.UNIT_ROLE, "finance_bureau", 10),
    Group("finance_bureau_clerk", "区财政局经办人", GroupKind.UNIT_ROLE, "finance_bureau", 11),
    Group("cppcc", "区政协", GroupKind.BODY, None, 12),
)
HELD = {
    "mayor": "mayor",
    "edm": "executive_deputy_mayor",
    "dm2": "deputy_mayor",
    "dm3": "deputy_mayor",
    "director": "office_director",
    "deputy": "office_deputy_director",
    "head": "finance_bureau_head",
    "clerk": "finance_bureau_clerk",
    "clerk2": "finance_bureau_clerk",
}
USERS = tuple(User(name, name.upper(), True, frozenset({Right.CLERK}), rank) for rank, name in enumerate(HELD, 1))


def away(user: str, *, days: int = 3, deputy: str | None = None, start: datetime = NOON) -> Absence:
    begin = start - timedelta(hours=1)
    return Absence(f"a-{user}", user, begin, begin + timedelta(days=days), AbsenceKind.TRAVEL, deputy_id=deputy)


def office(
    *absences: Absence, portfolio: tuple[PortfolioEntry, ...] = (), covers: dict[str, str] | None = None
) -> OfficePeople:
    return OfficePeople(
        DirectoryData(
            "v1",
            USERS,
            GROUPS,
            tuple(Membership(group, user) for user, group in HELD.items()),
            absences,
            portfolio,
            tuple(DeputyCover(who, cover) for who, cover in (covers or {}).items()),
        )
    )
