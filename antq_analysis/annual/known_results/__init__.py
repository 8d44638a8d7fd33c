"""Results that others printed, computed again by the engine of this package."""
