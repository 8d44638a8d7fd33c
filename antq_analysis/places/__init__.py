"""Units, maps and dates: names matched to codes, polygons, and figures carried from one map to a later one."""
