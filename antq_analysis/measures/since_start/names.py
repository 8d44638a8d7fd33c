"""Names of the rows of estimates since the beginning."""

BEFORE, AFTER, AFTER_TO_BEFORE = "before", "after", "after_to_before"
OVERALL, TWO_WAY, LEAD = "overall", "two_way", "lead"
