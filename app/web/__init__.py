"""Banli's own JSON API, server-sent events, sign-in and the built ui."""
