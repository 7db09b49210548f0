"""The first files of a self-assessment, made from the questions in force."""
