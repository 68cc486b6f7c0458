"""Every error Banli raises on purpose.

Three channels, never mixed (architecture, section 2)::

    BanliError
    ├── Rejected                 nothing changed, the caller is told why
    │   ├── NotFound
    │   ├── InvalidInput         a value of the request is wrong
    │   ├── NotAllowed           the actor lacks the right
    │   ├── NotSignedIn
    │   ├── TooManyAttempts      too many wrong passwords from one address
    │   ├── InvalidState         the thing exists, but not in a state that allows this
    │   │   ├── AlreadyClaimed
    │   │   ├── AccountLocked    too many wrong passwords for one account
    │   │   ├── Suspended
    │   │   └── LockLost         an external task or job is held by somebody else by now
    │   ├── RuleViolated         a rule of the office forbids it (carries the article)
    │   ├── CorrelationMismatch
    │   └── DefinitionInvalid    a deployment is refused; carries problems
    ├── Conflict                 somebody else changed the row first (optimistic locking)
    ├── EvaluationFailed         an expression or decision could not be evaluated
    │   ├── ExpressionTooComplex
    │   └── UnknownVariable      no scope knows a name; the condition of an event is then not true
    ├── LimitExceeded            a transaction grew beyond its bounds; becomes an incident
    ├── DeliveryFailed           an outward effect did not go out; retried
    └── Unavailable              a part Banli needs does not answer

A technical failure is any other exception: rolled back, retried with back-off, an incident at zero.
A BPMN error is no exception of ours: it is a stimulus (`app.domain.stimuli.BpmnErrorThrown`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.text import Text


class BanliError(Exception):
    """Base of all; `text` is what a person reads, `code` what a program reads."""

    code = "error"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class Rejected(BanliError):
    """The command was refused before anything changed."""

    code = "rejected"


class NotFound(Rejected):
    """The thing does not exist, or the actor may not know that it does."""

    code = "not_found"


class InvalidInput(Rejected):
    """A value of the request is wrong; `field` names it where one is at fault."""

    code = "invalid_input"

    def __init__(self, zh: str, en: str, field: str | None = None, problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(zh, en)
        self.field = field
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One form field that is wrong and why."""

    field: str
    text: Text


class NotAllowed(Rejected):
    """The actor lacks the right."""

    code = "not_allowed"


class NotSignedIn(Rejected):
    """Nobody is signed in, or the credentials are wrong."""

    code = "not_signed_in"


class TooManyAttempts(Rejected):
    """Too many wrong passwords came from one address; `until` says when it may try again (aware)."""

    code = "too_many_attempts"

    def __init__(self, zh: str, en: str, until: datetime) -> None:
        super().__init__(zh, en)
        self.until = until


class InvalidState(Rejected):
    """The thing exists, but not in a state that allows this."""

    code = "invalid_state"


class AccountLocked(InvalidState):
    """Too many wrong passwords were tried for the account; `until` says when it opens again (aware)."""

    code = "account_locked"

    def __init__(self, zh: str, en: str, until: datetime) -> None:
        super().__init__(zh, en)
        self.until = until


class AlreadyClaimed(InvalidState):
    """The task belongs to another person."""

    code = "already_claimed"


class Suspended(InvalidState):
    """The instance or definition is suspended."""

    code = "suspended"


class LockLost(InvalidState):
    """The lease of an external task or job ran out, or somebody else holds it by now."""

    code = "lock_lost"


class RuleViolated(Rejected):
    """A rule of the office forbids it; `article` names the rule (for example ``55``) or an invariant id."""

    code = "rule_violated"

    def __init__(self, zh: str, en: str, article: str) -> None:
        super().__init__(zh, en)
        self.article = article


class CorrelationMismatch(Rejected):
    """A message matched no receiver, or more than one."""

    code = "correlation_mismatch"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a lint: where, how bad, what, and what to do about it."""

    code: str
    text: Text
    resource: str | None = None
    element_id: str | None = None
    line: int | None = None
    severity: str = "error"


class DefinitionInvalid(Rejected):
    """A deployment is refused and leaves no trace; `problems` says why, element by element."""

    code = "definition_invalid"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        where = f"{first.resource or ''}#{first.element_id or ''}:{first.line or ''}"
        super().__init__(f"{first.text.zh} ({where})", f"{first.text.en} ({where})")
        self.problems = problems


class Conflict(BanliError):
    """Somebody else changed the row first (optimistic locking)."""

    code = "conflict"


class EvaluationFailed(BanliError):
    """An expression or a decision could not be evaluated."""

    code = "evaluation_failed"


class ExpressionTooComplex(EvaluationFailed):
    """An expression went over its bounds of steps, depth or size."""

    code = "expression_too_complex"


class UnknownVariable(EvaluationFailed):
    """A `${...}` expression names a variable that no scope knows; `name` is that name."""

    code = "unknown_variable"

    def __init__(self, name: str) -> None:
        super().__init__(f"变量“{name}”不存在", f"there is no variable {name!r}")
        self.name = name


class LimitExceeded(BanliError):
    """One transaction grew beyond its bounds of steps, call depth or cardinality.

    `instance_id` is set by the engine on the way out, so that the incident can name what is stuck.
    """

    code = "limit_exceeded"
    instance_id: str | None = None


class DeliveryFailed(BanliError):
    """An outward effect did not go out; it will be retried."""

    code = "delivery_failed"


class Unavailable(BanliError):
    """A part Banli needs does not answer."""

    code = "unavailable"
