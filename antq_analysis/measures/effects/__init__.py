"""What changed where a programme began: estimators on plain arrays, each with its formula and its source."""
