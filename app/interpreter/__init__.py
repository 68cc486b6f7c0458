"""Moves the tokens of one instance by one stimulus: the only home of SpiffWorkflow."""
