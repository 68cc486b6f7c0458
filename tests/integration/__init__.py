"""Tests that use a database, files or processes."""

from __future__ import annotations
