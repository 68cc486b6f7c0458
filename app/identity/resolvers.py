"""The dynamic roles of catalogue 1.2 as expressions call them: `${org.portfolio_deputy_mayor(unit, title)}`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain.errors import EvaluationFailed
from app.domain.people import GroupKind
from app.domain.ports.clock import Bean
from app.identity.deputising import DEPUTY_MAYOR, EXECUTIVE_DEPUTY, MAYOR, chair_basis, signing_basis
from app.identity.directory import OfficePeople


class Resolvers:
    """The functions of the bean `org` at one moment; unknown units are `EvaluationFailed`, never an empty answer."""

    def __init__(self, people: OfficePeople, at: datetime) -> None:
        self._people = people
        self._at = at

    def bean(self) -> Bean:
        """Function names -> functions."""
        functions: tuple[Callable[..., Any], ...] = (
            self.holders,
            self.has_post,
            self.has_group,
            self.unit_head,
            self.unit_deputy,
            self.unit_clerk,
            self.unit_name,
            self.person_name,
            self.portfolio_deputy_mayor,
            self.gov_leader,
            self.principal_leader,
            self.stand_in,
            self.is_absent,
            self.signing_basis,
            self.chair_basis,
        )
        return {function.__name__: function for function in functions}

    def holders(self, group: Any) -> list[str]:
        """User ids of those in office today, by rank."""
        return list(self._people.holders(_text(group)))

    def has_post(self, user: Any, group: Any) -> bool:
        """Whether a person holds a post or belongs to a group."""
        return _text(group) in self._people.groups_of(_text(user))

    def has_group(self, group: Any) -> bool:
        """Whether the office knows a group."""
        return self._people.group(_text(group)) is not None

    def unit_head(self, unit: Any) -> str:
        """The group of the unit's head (主要负责人)."""
        return self._sub_role(unit, "head")

    def unit_deputy(self, unit: Any) -> str:
        """The group of the unit's deputies (副职)."""
        return self._sub_role(unit, "deputy")

    def unit_clerk(self, unit: Any) -> str:
        """The group of the unit's clerks (经办人)."""
        return self._sub_role(unit, "clerk")

    def unit_name(self, unit: Any) -> str:
        """The Chinese name of a unit, post or body; the id where it is unknown."""
        group = self._people.group(_text(unit))
        return group.name if group else _text(unit)

    def person_name(self, user: Any) -> str:
        """The name of a person; the id where it is unknown."""
        return self._people.person(_text(user)).name

    def portfolio_deputy_mayor(self, unit: Any, matter: Any = None) -> str | None:
        """User id of 分管副区长: the narrowest entry in force, else the executive deputy mayor.

        The entry's person, also while he is away: a stand-in acts on his behalf (DEP-9).
        """
        unit_id, subject = _text(unit), _text(matter)
        in_force = [entry for entry in self._people.portfolio() if entry.holds(self._at)]
        fitting = [
            entry
            for entry in in_force
            if entry.unit in (None, unit_id)
            and (entry.matter is None or entry.matter in subject)
            and (entry.unit or entry.matter)
            and DEPUTY_MAYOR in self._people.groups_of(entry.user_id)
        ]
        if fitting:
            return max(fitting, key=lambda entry: (entry.unit is not None, entry.matter is not None)).user_id
        return next(iter(self._people.holders(EXECUTIVE_DEPUTY)), None)

    def gov_leader(self) -> list[str]:
        """区政府领导: the mayor and all deputy mayors."""
        return list(dict.fromkeys((*self._people.holders(MAYOR), *self._people.holders(DEPUTY_MAYOR))))

    def principal_leader(self) -> str | None:
        """区政府主要领导: the mayor, deputised where away."""
        mayor = next(iter(self._people.holders(MAYOR)), None)
        return (self.stand_in(mayor) or mayor) if mayor else None

    def stand_in(self, user: Any) -> str | None:
        """Who acts for an absent person; null while the person is present, or where nobody does."""
        found = self._people.stand_ins(_text(user), self._at)
        return found[0][0] if found else None

    def is_absent(self, user: Any) -> bool:
        """Whether a person is away."""
        return self._people.absence_of(_text(user), self._at) is not None

    def signing_basis(self, deputy: Any, principal: Any) -> str | None:
        """The rule by which `deputy` signs for `principal` (DEP-2), or null."""
        return signing_basis(self._people, _text(deputy), _text(principal), self._at)

    def chair_basis(self, meeting_type: Any, chair: Any, delegated_by: Any = None) -> str | None:
        """Why a person may chair a meeting: ``office``, DEP-4 to DEP-7, or null."""
        return chair_basis(self._people, _text(meeting_type), _text(chair), _text(delegated_by) or None)

    def _sub_role(self, unit: Any, role: str) -> str:
        group = self._people.group(_text(unit))
        if group is None:
            raise EvaluationFailed(f"没有这个单位：{unit}", f"there is no unit {unit!r}")
        sub_role = self._people.group(f"{group.id}_{role}")
        # A body outside the government has no sub-roles: its task goes to the body itself.
        return sub_role.id if sub_role is not None and sub_role.kind is GroupKind.UNIT_ROLE else group.id


def _text(value: Any) -> str:
    return "" if value is None else str(value)
