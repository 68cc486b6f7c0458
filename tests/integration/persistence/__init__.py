"""One contract suite for both databases."""
