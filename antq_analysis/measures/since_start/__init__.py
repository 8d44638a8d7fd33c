"""What is seen since models began: year by year, and on average over cohorts that began together."""
