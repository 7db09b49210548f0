"""Many submissions side by side: found, judged by workers, counted and laid out."""
