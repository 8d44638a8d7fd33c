"""What became of units from one map to a later one."""
