"""A province started without a file at hand: units and pairs of an installed package, and a sketch."""
