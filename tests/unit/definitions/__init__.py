"""Unit tests of app.definitions."""

from __future__ import annotations
