"""From bytes to checked values with places. Knows the model; not rules' meaning, not reports."""
