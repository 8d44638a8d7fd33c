"""Boundary layers taken in, checked against the register and kept."""
