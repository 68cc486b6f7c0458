"""Human tasks."""
