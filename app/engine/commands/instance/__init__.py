"""Process instances, messages, signals."""
