"""Whether a submission can be trusted: complete, consistent, and borne out by its evidence."""
