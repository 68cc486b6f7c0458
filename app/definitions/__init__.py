"""Bytes of BPMN, DMN and forms -> frozen typed models, with dialects folded and everything wrong named by element."""

from __future__ import annotations

from app.definitions.bpmn_reader import BpmnFile, read_bpmn

__all__ = ["BpmnFile", "read_bpmn"]
