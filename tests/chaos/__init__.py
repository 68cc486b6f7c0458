"""Tests that kill server processes and let several of them work on one database."""

from __future__ import annotations
