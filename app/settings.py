"""The process environment as one typed object; docs/reference/settings.md lists every variable."""

from __future__ import annotations
