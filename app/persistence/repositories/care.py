"""What a person must look after: incidents and deadlines."""

from __future__ import annotations

from app.domain.records import Deadline, Incident
from app.persistence.repositories.lookup import Lookup
from app.persistence.session import Session
from app.persistence.tables import ru


class SqlIncidents(Lookup[Incident]):
    """`IncidentRepository`: open incidents."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.incidents, Incident, ("故障", "Incident"), "closed_at")

    def of_configuration(self, configuration: str) -> tuple[Incident, ...]:
        """The open incidents of a job or external task."""
        return self.list(ru.incident.c.configuration == configuration)

    def of_instance(self, instance_id: str) -> tuple[Incident, ...]:
        """The open incidents of an instance."""
        return self.list(ru.incident.c.instance_id == instance_id)


class SqlDeadlines(Lookup[Deadline]):
    """`DeadlineRepository`: deadlines of any state, but for `open`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.deadlines, Deadline, ("时限", "Deadline"))

    def of_instance(self, instance_id: str) -> tuple[Deadline, ...]:
        """The deadlines of an instance, the next one first."""
        return self.list(ru.deadline.c.instance_id == instance_id, order=(ru.deadline.c.due_at, ru.deadline.c.id))

    def of_activity(self, activity_instance_id: str) -> tuple[Deadline, ...]:
        """The deadlines of an activity instance."""
        return self.list(ru.deadline.c.activity_instance_id == activity_instance_id)

    def open(self) -> tuple[Deadline, ...]:
        """Every open deadline, the next one first."""
        return self.list(ru.deadline.c.state == "open", order=(ru.deadline.c.due_at, ru.deadline.c.id))
