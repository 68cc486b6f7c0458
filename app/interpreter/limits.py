"""Bounds of one transaction; beyond them a step fails as `LimitExceeded` and becomes an incident, never a hang."""

from __future__ import annotations

MAX_STEPS = 20_000
"""Nodes entered in one step."""
MAX_FIRINGS = 1_000
"""Times one conditional event fires in one step."""
MAX_INSTANCES = 10_000
"""Instances of one multi-instance activity."""
