"""Builds everything once, from the settings to the web application; the only module that knows every package."""

from __future__ import annotations
