"""Inference: from small facts that we made to conclusions, in strata. No submitted value enters."""
