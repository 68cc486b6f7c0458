"""How long a sign-in lasts and how often a password may be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

IDLE = timedelta(minutes=30)
"""A session ends when it was not used for so long."""
ABSOLUTE = timedelta(hours=12)
"""A session ends after so long, used or not."""
TOUCH = timedelta(minutes=1)
"""How much the time of last use may lag behind: one write a minute, not one a request."""
MIN_LENGTH = 10
MAX_LENGTH = 128
"""Characters of a password."""


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    """So many failures, each within `window` of the one before, close the door for `pause`."""

    attempts: int
    window: timedelta
    pause: timedelta


LOCKOUT = AttemptLimit(5, timedelta(minutes=15), timedelta(minutes=15))
"""Per account."""
THROTTLE = AttemptLimit(50, timedelta(minutes=5), timedelta(minutes=5))
"""Per address: an office may share one, so it is wider."""
