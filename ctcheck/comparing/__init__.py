"""Two submissions held against each other: what has changed, and what caused it."""
