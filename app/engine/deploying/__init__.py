"""What a deployment goes through: reading, checks, duplicate filter, versions."""
