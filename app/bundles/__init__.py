"""Reads bpmn/ and forms/ into deployments; checks and scaffolds processes."""
