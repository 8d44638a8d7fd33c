"""What arrives is scanned for secrecy and persons, then kept with its checksums, form, map, period and stage."""
