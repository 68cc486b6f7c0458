"""Running instances as released code saved them: they load and finish with today's code."""
