"""What the figures say: rates, shares, changes, each with its uncertainty."""
