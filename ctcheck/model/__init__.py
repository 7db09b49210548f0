"""Frozen values that everything else speaks in. Imports the standard library only."""
