"""Many provinces at once: each report in a process of its own, here or on a cluster, then one table of all."""
