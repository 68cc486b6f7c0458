"""Rows and records as the JSON of docs/reference/web-api.md."""

from __future__ import annotations
