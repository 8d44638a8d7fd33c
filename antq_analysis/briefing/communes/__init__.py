"""The table of communes of a year."""
