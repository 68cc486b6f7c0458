"""Moves the tokens of one instance by one stimulus: the only home of SpiffWorkflow."""

from __future__ import annotations

from app.interpreter.interpreter import TokenInterpreter

__all__ = ["TokenInterpreter"]
