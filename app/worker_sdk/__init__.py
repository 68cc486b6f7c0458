"""What a worker imports."""
