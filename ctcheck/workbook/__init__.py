"""A self-assessment as a workbook that officers fill in, and the way back from it."""
