"""Reads `bpmn/` and `forms/` into deployments, checks that everything in them resolves, scaffolds a new process."""
