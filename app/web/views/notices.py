"""Notices as JSON."""

from __future__ import annotations

from typing import Any

from app.domain.files import file_refs
from app.domain.office_records import Notice
from app.web.views.lights import iso

About = tuple[str, str]
"""`topic`, `meeting` or `instance`, and its id."""


def notice_row(notice: Notice, about: About | None) -> dict[str, Any]:
    """A notice; `about` says which page tells more."""
    return {
        "id": notice.id,
        "template": notice.template,
        "key": notice.key,
        "subject": notice.subject,
        "text": notice.text,
        "documents": [file.name for file in file_refs(notice.documents)],
        "sent": iso(notice.sent_at),
        "read": iso(notice.read_at),
        "about": {"kind": about[0], "id": about[1]} if about else None,
    }
