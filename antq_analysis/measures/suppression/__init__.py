"""Small counts kept out of what is published: what is hidden, and the proof that nothing published gives it away."""
