"""Received figures, maps and reference data brought together: one panel, on one map."""
