"""Numbers, registers and papers."""
