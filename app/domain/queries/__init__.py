"""Queries: frozen data (filter, order, page), answered straight from SQL in `app.persistence`."""
