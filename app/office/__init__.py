"""The registers of an office as use cases."""
