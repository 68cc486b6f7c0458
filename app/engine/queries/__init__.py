"""Queries that need models or markings; all others are answered straight from SQL."""
