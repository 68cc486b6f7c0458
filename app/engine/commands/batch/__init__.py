"""Commands for many instances."""
