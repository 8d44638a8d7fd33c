"""Whether anything can be said of new models: one rule, its interval, and a verdict in words."""
