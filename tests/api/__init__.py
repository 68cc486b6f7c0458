"""The two HTTP interfaces, tested through Flask's test client."""
