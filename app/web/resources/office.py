"""The office's registers: topics, sessions, archive."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("office", __name__)
