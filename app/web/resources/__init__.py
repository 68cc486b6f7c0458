"""The calls of docs/reference/web-api.md, one module per area; each parses, asks or commands, and renders."""

from __future__ import annotations
