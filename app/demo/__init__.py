"""Plays: the demo office at work on a simulated clock, every act through the engine's own door."""
