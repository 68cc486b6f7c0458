"""Work of external workers."""
