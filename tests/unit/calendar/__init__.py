"""The office calendar. A package on purpose: else `tests/unit` lands on `sys.path` and hides the stdlib `calendar`."""
