"""Tests of the expression languages and of decision tables."""

from __future__ import annotations
