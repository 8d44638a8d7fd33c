"""Numbers and dates as Vietnamese writes them, and every visible sentence in Vietnamese and English."""
