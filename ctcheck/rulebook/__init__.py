"""Rule packs: strict loading, the book on a law date, cases, lint."""
