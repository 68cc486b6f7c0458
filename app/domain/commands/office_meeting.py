"""Sessions: agenda, invitations, attendance, quorum, resolutions and minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.commands import Command
from app.domain.commands.office import Json, OfficeCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class BindTopic(OfficeCommand):
    """Put a topic on a session's agenda; refused where it is bound elsewhere (INV-09) or the session has begun.

    Answers `{bound, refusal_text, meeting_no, meeting_start, session_type}`.
    """

    topic_no: str
    meeting_ref: str
    order: int | None = None


@dataclass(frozen=True, slots=True)
class AddAgendaItem(Command):
    """A person adds a topic to a session. Raises `RuleViolated` from the opening on (INV-12, Art. 58), whoever asks."""

    meeting_no: str
    topic_no: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitTopic(OfficeCommand):
    """The materials are in: the item is ready. Answers `{bound, refusal_text}`; refused once the agenda is frozen."""

    topic_no: str
    meeting_no: str
    package_id: str | None = None
    override_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTopic(OfficeCommand):
    """Take a topic off the agenda, back into the pool. Answers `{}`; releasing twice does nothing."""

    topic_no: str
    meeting_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildAgenda(OfficeCommand):
    """The agenda as it stands; `mode` draft, close, refresh or freeze. Answers `{agenda, agenda_count, attendees}`.

    freeze opens the session: ready items for good, the rest back to the pool (INV-12). Raises `RuleViolated` where the
    quorum of the people who signed in is not met (INV-11).
    """

    meeting_no: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMeeting(OfficeCommand):
    """The session does not take place. Answers `{ready_topics}`; all its items go back to the pool."""

    meeting_no: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteAttendees(OfficeCommand):
    """Expand the posts of DT-11 and the agenda to people. Answers `{invitees, recipients}`; starts the replies anew."""

    meeting_no: str
    rules: Json
    agenda: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyAttendance(OfficeCommand):
    """Count replies (`basis` replies) or take down and count the sign-in (`basis` signed_in).

    Answers `{attendance, present_count, leave_count, absent_count, members_total, members_present}`.
    """

    meeting_no: str
    basis: str
    signed_in: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuorum(OfficeCommand):
    """Whether enough members are there: `rule` 2P>N, 3P>2N or none. Answers `{quorum_met, quorum_text}` (INV-11)."""

    meeting_no: str
    rule: str
    present: int
    total: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterResolution(OfficeCommand):
    """The chair's summary on one item becomes the resolution (INV-13). Answers `{resolution_id}`.

    Without `executable` (deferred, rejected) nothing follows from it; a deferred topic goes back to the pool.
    """

    meeting_no: str
    topic_no: str
    resolution: Json
    executable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMeeting(OfficeCommand):
    """The session is over. Answers its resolutions and what follows from them (process-contracts)."""

    meeting_no: str
    meeting_end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginMinutes(OfficeCommand):
    """The minutes are being written. Answers `{title}`."""

    meeting_no: str
