"""Reads inside a transaction: one small class per kind of row (`app.domain.ports.repositories`)."""
