"""Programs of the project's own tool chain: set-up, locks, layout; nothing here is shipped."""

from __future__ import annotations
