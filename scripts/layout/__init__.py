"""Lays out BPMN diagrams: lanes as rows, steps in columns, flows at right angles."""

from __future__ import annotations
