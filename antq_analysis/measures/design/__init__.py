"""Who began when, beside whom, and what such a comparison could show at all."""
