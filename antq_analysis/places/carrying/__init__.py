"""Figures carried from one map to a later one, with an account of every total."""
