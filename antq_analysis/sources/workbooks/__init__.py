"""A file of any kind becomes sheets of cells with their types kept; texts of old fonts are converted."""
