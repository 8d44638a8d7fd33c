"""The steps of a year in order, from received files to a report that can be traced."""
