"""Handlers of the commands on people, posts, absences and sessions; each is `(command, context) -> result`."""

from __future__ import annotations
