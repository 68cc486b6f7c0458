"""Camunda 7's REST dialect under /engine-rest; its quirks live here and nowhere else."""

from __future__ import annotations

from app.api.auth import RestSettings
from app.api.blueprint import blueprint

__all__ = ["RestSettings", "blueprint"]
