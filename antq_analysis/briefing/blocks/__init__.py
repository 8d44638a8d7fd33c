"""Parts of a briefing that are computed in their own way."""
