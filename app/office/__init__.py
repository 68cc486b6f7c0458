"""The registers of an office as use cases: serial numbers, documents, meetings, cases, archive, switches."""
