"""How Vietnamese is written: syllables, tone marks, and letters from before Unicode."""
