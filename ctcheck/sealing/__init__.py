"""One archive that holds all that an assessment was made from, and proves that it is still the same."""
