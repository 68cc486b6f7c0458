"""Banli: a BPMN workflow orchestrator for government offices."""
