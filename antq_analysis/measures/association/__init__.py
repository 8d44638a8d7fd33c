"""Whether a figure goes with the density of models, beside what the same panel gives when it does not."""
