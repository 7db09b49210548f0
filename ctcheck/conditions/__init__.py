"""Conditions: from facts to true, false or unknown, in plain Python, with reasons."""
