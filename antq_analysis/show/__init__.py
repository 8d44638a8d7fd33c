"""Maps, charts and tables: what an analyst puts on a wall, a slide or a printed page."""
