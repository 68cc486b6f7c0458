"""The resources of the dialect, one module per area: thin functions from a call to a command or query."""
