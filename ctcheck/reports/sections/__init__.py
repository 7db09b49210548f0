"""The sections of reports, built from the prepared words of the view and the papers of the report."""
