"""Written names matched to units: exactly one answer, or none with its candidates."""
