"""Tests of Banli."""

from __future__ import annotations
