"""Unit tests; mirror app."""

from __future__ import annotations
