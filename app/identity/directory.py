"""The people of the office at one version: who holds what, who is away, who stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from app.domain.errors import NotSignedIn
from app.domain.people import Absence, DeputyCover, DirectoryData, Group, GroupKind, Person, PortfolioEntry, User
from app.domain.values import Actor
from app.identity.deputising import proposed_stand_in, stand_ins


class OfficePeople:
    """`Directory` over one `DirectoryData`; immutable, shared by threads."""

    def __init__(self, data: DirectoryData) -> None:
        self._data = data
        self._users = {user.id: user for user in data.users}
        self._groups = {group.id: group for group in data.groups}
        self._direct: dict[str, set[str]] = defaultdict(set)
        self._members: dict[str, set[str]] = defaultdict(set)
        for membership in data.memberships:
            self._direct[membership.user_id].add(membership.group_id)
            self._members[membership.group_id].add(membership.user_id)
        self._within: dict[str, set[str]] = defaultdict(set)
        for user_id, group_ids in self._direct.items():
            for group_id in group_ids:
                for above in self._upwards(group_id):
                    self._within[above].add(user_id)

    @property
    def version(self) -> str:
        """The version of the data."""
        return self._data.version

    def user(self, user_id: str) -> User | None:
        """The account, active or not."""
        return self._users.get(user_id)

    def group(self, group_id: str) -> Group | None:
        """The post, unit or body."""
        return self._groups.get(group_id)

    def person(self, user_id: str) -> Person:
        """Name and posts; an unknown id is its own name."""
        user = self._users.get(user_id)
        return Person(user_id, user.name if user else user_id, self.posts_of(user_id))

    def users(self) -> tuple[User, ...]:
        """All accounts by rank and name."""
        return tuple(sorted(self._data.users, key=_by_rank))

    def groups(self) -> tuple[Group, ...]:
        """All groups in the office's order."""
        return tuple(sorted(self._data.groups, key=_by_position))

    def members(self, group_id: str) -> tuple[User, ...]:
        """Who is in the group directly."""
        return self._ranked(self._members.get(group_id, ()))

    def posts_of(self, user_id: str) -> tuple[Group, ...]:
        """The groups a person is in directly, in the office's order."""
        held = (self._groups[group_id] for group_id in self._direct.get(user_id, ()) if group_id in self._groups)
        return tuple(sorted(held, key=_by_position))

    def holders(self, group_id: str) -> tuple[str, ...]:
        """The active people in a group or below it, by rank."""
        return tuple(user.id for user in self._ranked(self._within.get(group_id, ())) if user.active)

    def groups_of(self, user_id: str) -> frozenset[str]:
        """Every group a person is in, with the groups above."""
        return frozenset(above for group_id in self._direct.get(user_id, ()) for above in self._upwards(group_id))

    def absence_of(self, user_id: str, at: datetime) -> Absence | None:
        """The absence that covers `at`; the one that ends last where there are several."""
        covering = [absence for absence in self._data.absences if absence.user_id == user_id and absence.covers(at)]
        return max(covering, key=lambda absence: absence.to_at, default=None)

    def is_present(self, user_id: str, at: datetime) -> bool:
        """Whether the person is an active account that is not away."""
        user = self._users.get(user_id)
        return user is not None and user.active and self.absence_of(user_id, at) is None

    def cover_of(self, user_id: str) -> str | None:
        """The B-role of a deputy mayor."""
        return next((cover.cover_id for cover in self._data.covers if cover.user_id == user_id), None)

    def stand_ins(self, principal: str, at: datetime) -> tuple[tuple[str, str], ...]:
        """Who acts for an absent person, and by which rule."""
        return stand_ins(self, principal, at)

    def proposed_stand_in(self, principal: str, at: datetime) -> str | None:
        """Whom the office director is asked to confirm (DEP-10)."""
        return proposed_stand_in(self, principal, at)

    def stands_in_for(self, user_id: str, at: datetime) -> frozenset[str]:
        """The absent people the person acts for at `at`."""
        away = {absence.user_id for absence in self._data.absences if absence.covers(at)}
        return frozenset(
            principal
            for principal in away
            if principal != user_id and any(deputy == user_id for deputy, _ in self.stand_ins(principal, at))
        )

    def basis(self, deputy: str, principal: str, at: datetime) -> str | None:
        """The rule by which `deputy` acts for `principal`."""
        return next((rule for who, rule in self.stand_ins(principal, at) if who == deputy), None)

    def absences(self) -> tuple[Absence, ...]:
        """Absences that were not revoked, the latest first."""
        return tuple(sorted(self._data.absences, key=lambda absence: absence.from_at, reverse=True))

    def portfolio(self) -> tuple[PortfolioEntry, ...]:
        """Which deputy mayor looks after what."""
        return self._data.portfolio

    def covers(self) -> tuple[DeputyCover, ...]:
        """Who covers which deputy mayor."""
        return self._data.covers

    def search_people(self, text: str, group_ids: Iterable[str], limit: int) -> tuple[Person, ...]:
        """Active people whose name, id or post contains `text`; of any of the groups where some are given."""
        wanted = set(group_ids)
        among = {user_id for group_id in wanted for user_id in self._within.get(group_id, ())} if wanted else None
        needle = text.strip().casefold()
        found = []
        for user in self.users():
            if not user.active or (among is not None and user.id not in among):
                continue
            person = self.person(user.id)
            words = (user.id, user.name, *(post.name for post in person.posts))
            if needle in " ".join(words).casefold():
                found.append(person)
            if len(found) == limit:
                break
        return tuple(found)

    def search_groups(self, text: str, kinds: Iterable[str], limit: int) -> tuple[Group, ...]:
        """Groups whose name or id contains `text`; of any of the kinds where some are given."""
        wanted = set(kinds)
        needle = text.strip().casefold()
        found = (
            group
            for group in self.groups()
            if (not wanted or group.kind in wanted) and needle in f"{group.id} {group.name}".casefold()
        )
        return tuple(group for group, _ in zip(found, range(limit), strict=False))

    def actor(self, user_id: str, at: datetime) -> Actor:
        """The person as an actor at this minute."""
        user = self._users.get(user_id)
        if user is None or not user.active:
            raise NotSignedIn("账号不存在或已停用", "the account does not exist or is not active")
        principals = self.stands_in_for(user.id, at)
        return Actor(
            user.id,
            user.rights,
            self.groups_of(user.id),
            principals,
            principal_groups=frozenset((who, group) for who in principals for group in self.groups_of(who)),
        )

    def _upwards(self, group_id: str) -> tuple[str, ...]:
        chain: list[str] = []
        current: str | None = group_id
        while current is not None and current not in chain:
            chain.append(current)
            group = self._groups.get(current)
            current = group.parent if group else None
        return (*chain, *self._roles_of_classes(chain))

    def _roles_of_classes(self, chain: list[str]) -> Iterable[str]:
        """The head of a bureau is one of the heads of the component departments."""
        group = self._groups.get(chain[0])
        if group is None or group.kind is not GroupKind.UNIT_ROLE or group.parent is None:
            return ()
        role = group.id.removeprefix(group.parent)
        classes = (above for above in chain[2:] if self._groups[above].kind is GroupKind.CLASS)
        return (above + role for above in classes if above + role in self._groups)

    def _ranked(self, user_ids: Iterable[str]) -> tuple[User, ...]:
        known = (self._users[user_id] for user_id in user_ids if user_id in self._users)
        return tuple(sorted(known, key=_by_rank))


def _by_rank(user: User) -> tuple[int, str]:
    return user.rank, user.id


def _by_position(group: Group) -> tuple[int, str]:
    return group.position, group.id
