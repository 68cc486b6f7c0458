"""What is asked about people, accounts and sessions; for `app.identity` alone, which checks who may know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadDirectory:
    """Answers the `DirectoryData`, or None where its version is still `known`."""

    known: str | None = None


@dataclass(frozen=True, slots=True)
class FindSession:
    """Answers `(SignInSession | None, directory version)` in one statement."""

    session_id: str


@dataclass(frozen=True, slots=True)
class FindCredentials:
    """Answers the `Credentials` of an account and an address; of an unknown user those of nobody."""

    user_id: str
    address: str


@dataclass(frozen=True, slots=True)
class ListAccounts:
    """Answers the `AccountState` of every account; administrators only."""


@dataclass(frozen=True, slots=True)
class ListDemoAccounts:
    """Answers the user ids of demo accounts whose password was never changed."""
