"""Camunda 7's REST dialect under /engine-rest; its quirks live here and nowhere else."""
