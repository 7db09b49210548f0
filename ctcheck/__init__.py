"""ctcheck: holds a children's trust's self-assessment against the Children Act 2004."""

__version__ = "0.1.0"
