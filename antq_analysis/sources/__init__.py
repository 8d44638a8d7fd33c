"""From what was received to observations: files, layouts, cells, checks."""
