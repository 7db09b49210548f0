"""The questions that the rules in force put to an authority, in the order a person would answer them."""
