"""One table read as its layout says: rows, units, values, checks, and the account of every cell."""
