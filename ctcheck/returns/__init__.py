"""What partners send back: a small form for each, and the way of their answers into the submission."""
