"""Passwords, sign-in and permission rules."""
