"""Tests of what tests stand on."""

from __future__ import annotations
