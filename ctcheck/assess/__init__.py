"""One submission, one rule book, one gap report."""
